import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { findBundles } from '../../../src/why/bundles/find-bundles.ts'
import { breakLines } from '../../../src/why/bundles/text-runs.ts'
import { whoImports } from '../../../src/why/bundles/who-imports.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const FILES = {
  'package.json': '{"name":"app","version":"1.0.0"}',
  'src/handler.ts':
    "import { two } from 'two'\nimport { b } from './b.js'\nexport const handler = async () => two + b\n",
  'src/b.ts': "import { x } from 'one'\nexport const b: number = x.length\n",
  'node_modules/one/package.json': '{"name":"one","version":"1.0.0","main":"./index.js"}',
  'node_modules/one/index.js': "exports.x = 'words of the first package'\n",
  'node_modules/two/package.json': '{"name":"two","version":"1.0.0","type":"module","exports":"./index.js"}',
  'node_modules/two/index.js': "import { x } from 'one'\nexport const two = x + Math.random()\n",
  'node_modules/two/node_modules/one/package.json': '{"name":"one","version":"2.0.0","main":"./index.js"}',
  'node_modules/two/node_modules/one/index.js': "exports.x = 'words of another version, nested'\n",
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

async function bundled(options: {
  sourcemap: 'inline' | 'linked' | 'external'
  minify: boolean
  sourceRoot?: string
}) {
  const folder = temporaryFolder()
  await write(folder, FILES)
  await build({
    entryPoints: [join(folder, 'src/handler.ts')],
    outfile: join(folder, 'dist/handler.mjs'),
    absWorkingDir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    ...options,
  })
  return findIn(folder, 'dist/handler.mjs')
}

function findIn(root: string, entry: string) {
  return findBundles({
    name: 'app',
    contract: 'lambda',
    root,
    entry,
    exportName: 'handler',
    variables: {},
    request: {},
  })
}

test.each([
  { sourcemap: 'inline', minify: true },
  { sourcemap: 'inline', minify: false },
  { sourcemap: 'linked', minify: true },
  { sourcemap: 'external', minify: false },
] as const)('a bundle of esbuild with %o is made of its modules, nested copies apart', async (options) => {
  const { bundles } = await bundled(options)
  const [bundle] = bundles
  const modules = bundle?.modules ?? []
  expect(modules.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual([
    'own ./src/b.ts',
    'own ./src/handler.ts',
    'package one/index.js',
    'package one/index.js',
    'package two/index.js',
  ])
  expect(new Set(modules.map(({ folder }) => folder)).size).toBe(4)
  const sum = modules.reduce((bytes, one) => bytes + one.bytes, bundle?.otherBytes ?? 0)
  expect(sum).toBe(Buffer.byteLength(bundle?.text ?? ''))
  const nested = modules.find(({ folder = '' }) => folder.endsWith('two/node_modules/one'))
  expect(nested?.bytes).toBeGreaterThanOrEqual('words of another version, nested'.length)
  // An inline map is longer than all of them, and nobody's.
  expect(nested?.bytes).toBeLessThan(200)
})

test('who imports whom is read from the sources in the map', async () => {
  const { bundles } = await bundled({ sourcemap: 'inline', minify: true })
  const modules = bundles[0]?.modules ?? []
  const found = await whoImports({ modules })
  const said = [...found].map(([to, { importer, line }]) => [
    modules[to]?.folder?.replace(/^.*?node_modules\//, '') ?? modules[to]?.name,
    `${modules[importer]?.name}:${line}`,
  ])
  expect(Object.fromEntries(said)).toEqual({
    two: './src/handler.ts:1',
    './src/b.ts': './src/handler.ts:2',
    'two/node_modules/one': 'two/index.js:1',
    one: './src/b.ts:1',
  })
})

test('broken into lines of one module each, a minified bundle does what it did', async () => {
  const { bundles } = await bundled({ sourcemap: 'linked', minify: true })
  const [bundle] = bundles
  const { text, sourceOfLine } = breakLines(bundle?.text ?? '', bundle?.runs ?? [])
  const lines = text.split('\n')
  expect(sourceOfLine).toHaveLength(lines.length)
  const at = lines.findIndex((line) => line.includes('words of the first package'))
  expect(bundle?.modules[sourceOfLine[at] ?? -1]?.folder).toMatch(/app|node_modules\/one$/)
  expect(lines.filter((line) => line.includes('words of')).length).toBe(2)
  const href = `data:text/javascript,${encodeURIComponent(text.replace(/\/\/# source.*/, ''))}`
  const { handler } = (await import(href)) as { handler: () => Promise<string> }
  expect(await handler()).toMatch(/^words of another version, nested0\.\d+26$/)
})

test('names of webpack are those of files, its own code is nobody’s, and an indexed map is read', async () => {
  const folder = temporaryFolder()
  const text = '/*runtime*/\nvar a=1;\nvar b=2;\n//# sourceMappingURL=handler.js.map\n'
  const part = (source: string) => ({
    version: 3,
    sources: [source],
    names: [],
    mappings: 'AAAA',
  })
  const map = {
    version: 3,
    sections: [
      { offset: { line: 0, column: 0 }, map: part('webpack://app/webpack/bootstrap') },
      { offset: { line: 1, column: 0 }, map: part('webpack://app/./src/a.js?1234') },
      { offset: { line: 2, column: 0 }, map: part('webpack:///node_modules/lodash/lodash.js') },
    ],
  }
  await write(folder, {
    'package.json': '{"name":"app"}',
    'dist/handler.js': text,
    'dist/handler.js.map': JSON.stringify(map),
  })
  const { bundles } = await findIn(folder, 'dist/handler.js')
  expect(bundles[0]?.modules.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['./src/a.js', 'own', 9],
    ['lodash/lodash.js', 'package', 9],
  ])
})

test('a file that was made of one module is no bundle, and a map that is none is named', async () => {
  const folder = temporaryFolder()
  const one = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA' }
  await write(folder, {
    'package.json': '{"name":"app"}',
    'dist/handler.js': "require('./b.js')\n",
    'dist/handler.js.map': JSON.stringify(one),
    'dist/b.js': 'exports.b = 1\n',
    'dist/b.js.map': '<html>404</html>',
  })
  const { bundles, unreadable } = await findIn(folder, 'dist/handler.js')
  expect(bundles).toEqual([])
  expect(unreadable.map(({ path }) => path)).toEqual(['dist/b.js'])
})
