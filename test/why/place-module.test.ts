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

test('two modules in long data URLs that begin alike are two', () => {
  const names = ['1', '2'].map((end) => place(`data:text/javascript,${'/'.repeat(80)}${end}`).name)
  expect(names[0]).not.toBe(names[1])
  expect(names[0]).toMatch(/^data:text\/javascript,\/+… [0-9a-f]{6}$/)
  expect(place('data:text/javascript,export default 1').name).toBe('data:text/javascript,export default 1')
})

test('what is added at a deployment is the launcher, and what runs the function is the runtime', () => {
  expect(place('file:///var/tmp/engine/e-1/task/___vc_launcher.mjs').kind).toBe('launcher')
  expect(place('file:///var/tmp/engine/e-1/task/___netlify-bootstrap.mjs').kind).toBe('launcher')
  expect(place('file:///opt/coldstart/dist/engine/runtime/lambda-runtime.js').kind).toBe('runtime')
  const held = 'file:///var/tmp/engine/e-1/hold/ours-0/dist/engine/runtime/lambda-runtime.js'
  expect(place(held)).toEqual({ name: 'lambda-runtime.js', kind: 'runtime' })
  expect(place('node:crypto').kind).toBe('builtin')
})
