import { expect, test } from 'vitest'
import { placeModule } from '../../src/why/place-module.ts'

const where = {
  taskRoot: '/var/tmp/engine/e-1/task',
  root: '/home/me/app',
  runtime: '/opt/coldstart/dist/engine/runtime',
}
const place = (url: string) => placeModule(url, where)

test('an own module has the same name in every environment, and its file in the user’s folder', () => {
  const own = place('file:///var/tmp/engine/e-1/task/src/store.mjs?x=1')
  expect(own).toEqual({ name: './src/store.mjs', kind: 'own', file: '/home/me/app/src/store.mjs' })
  expect(placeModule('file:///e-2/task/src/store.mjs', { ...where, taskRoot: '/e-2/task' })).toEqual(own)
})

test('a nested copy of a package is one of its own', () => {
  const outer = place('file:///home/me/app/node_modules/tslib/tslib.js')
  const nested = place('file:///home/me/app/node_modules/@aws/core/node_modules/tslib/tslib.js')
  expect([outer.package, nested.package]).toEqual(['tslib', 'tslib'])
  expect(outer.folder).not.toBe(nested.folder)
  expect(place('file:///x/node_modules/.pnpm/@a+b@1/node_modules/@a/b/index.js').package).toBe('@a/b')
})

test('what is added at a deployment is the launcher, and what runs the function is the runtime', () => {
  expect(place('file:///var/tmp/engine/e-1/task/___vc_launcher.mjs').kind).toBe('launcher')
  expect(place('file:///var/tmp/engine/e-1/task/___netlify-bootstrap.mjs').kind).toBe('launcher')
  expect(place('file:///opt/coldstart/dist/engine/runtime/lambda-runtime.js').kind).toBe('runtime')
  expect(place('node:crypto').kind).toBe('builtin')
})
