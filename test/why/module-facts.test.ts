import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Bundle } from '../../src/why/bundles/bundle.ts'
import { openModuleFacts } from '../../src/why/module-facts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Line 2 of the bundle is line 2 of its second source. */
const MAP = {
  version: 3,
  sources: ['handler.ts', 'other.ts'],
  names: [],
  mappings: 'AAAA;ACCA',
}

async function placeOfImport(json: string): Promise<unknown> {
  const root = temporaryFolder()
  await mkdir(join(root, 'dist'))
  const file = join(root, 'dist', 'handler.mjs')
  const text = "import 'node:fs'\nimport 'node:http'\n"
  await writeFile(file, text)
  const bundle: Bundle = {
    name: './dist/handler.mjs',
    path: 'dist/handler.mjs',
    text,
    map: { json, folder: join(root, 'dist') },
    modules: [],
    runs: [],
    otherBytes: 0,
  }
  const phases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
  const importer = { name: bundle.name, kind: 'own' as const, file, phases }
  return openModuleFacts(root, [], [bundle]).placeOf(importer, 'node:http')
}

test('an import in a bundle is placed in the source of the map, behind its source root', async () => {
  const rooted = JSON.stringify({ ...MAP, sourceRoot: '../src' })
  expect(await placeOfImport(rooted)).toEqual({ file: 'src/other.ts', line: 2 })
})

test('a map that begins with protection against being run as a script is read all the same', async () => {
  expect(await placeOfImport(`)]}'\n${JSON.stringify(MAP)}`)).toEqual({ file: 'dist/other.ts', line: 2 })
})

test('each of 10,000 modules that one asks for is placed, in a source that is gone through once', async () => {
  const root = temporaryFolder()
  const file = join(root, 'index.js')
  const names = Array.from({ length: 10_000 }, (_, at) => `./f${at}`)
  await writeFile(file, names.map((name) => `require('${name}')`).join('\n'))
  const facts = openModuleFacts(root)
  const phases = { resolveMs: 0, readMs: 0, compileMs: 0, evaluateMs: 0 }
  const importer = { name: './index.js', kind: 'own' as const, file, phases }
  const places = await Promise.all(names.map((name) => facts.placeOf(importer, name)))
  expect(places.map(({ line }) => line)).toEqual(names.map((_, at) => at + 1))
})
