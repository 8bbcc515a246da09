import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { lazyShim } from '../../../src/why/what-ifs/lazy-shim.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const REAL = `
globalThis.lazyLoads = (globalThis.lazyLoads ?? 0) + 1
class Client { #secret = 7; read() { return this.#secret } static make() { return new Client() } }
exports.Client = Client
exports.add = (a, b) => a + b
exports.version = '1.2'
exports.instance = new Client()
exports.nested = { deep: { n: 3 }, twice(x) { return this.deep.n * x } }
`
const EXPORTS = [
  { name: 'Client', kind: 'function' as const },
  { name: 'add', kind: 'function' as const },
  { name: 'version', kind: 'literal' as const, literal: '"1.2"' },
  { name: 'instance', kind: 'object' as const },
  { name: 'nested', kind: 'object' as const },
]
const loads = () => (globalThis as { lazyLoads?: number }).lazyLoads ?? 0

function write(format: 'esm' | 'cjs') {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'real.cjs')
  writeFileSync(path, REAL)
  const shim = join(folder, `shim.${format === 'esm' ? 'mjs' : 'cjs'}`)
  writeFileSync(shim, lazyShim({ path, exports: EXPORTS, whole: 'object' }, format))
  return shim
}

// biome-ignore lint/suspicious/noExplicitAny: a module that is written by the test.
function expectToBeThePackage(it: any, before: number): void {
  const { Client, add, version, instance, nested } = it
  expect(version).toBe('1.2')
  expect(Object.keys(it)).toEqual(expect.arrayContaining(['Client', 'add']))
  expect(loads()).toBe(before)
  expect(add(1, 2)).toBe(3)
  expect(loads()).toBe(before + 1)
  expect(new Client().read()).toBe(7)
  expect(new Client() instanceof Client).toBe(true)
  expect(Client.make().read()).toBe(7)
  expect(instance.read()).toBe(7)
  expect(nested.twice(2)).toBe(6)
  expect(new (class extends Client {})().read()).toBe(7)
  expect(loads()).toBe(before + 1)
}

test('a shim for require() is the package, which is loaded when it is first used', () => {
  const before = loads()
  expectToBeThePackage(createRequire(import.meta.url)(write('cjs')), before)
})

test('so is one for import, by its names and as a whole', async () => {
  const before = loads()
  const it = await import(/* @vite-ignore */ pathToFileURL(write('esm')).href)
  expectToBeThePackage(it, before)
  expect(it.default.version).toBe('1.2')
})
