import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeDeployedPackage } from '../../src/workload/deployed-package.ts'
import { globToRegExp } from '../../src/workload/glob.ts'
import { openSource } from '../../src/workload/workload-source.ts'
import { writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a path pattern', () => {
  it.each([
    ['a/*.txt', ['a/b.txt', 'a/.txt'], ['a/b/c.txt', 'a/b.txtx', 'xa/b.txt']],
    ['a/**', ['a/b', 'a/b/c'], ['b/a/c']],
    ['**/*.json', ['x.json', 'a/b/x.json'], ['x.jsonl']],
    ['{a,b/c}/?.[jt]s', ['a/1.ts', 'b/c/2.js'], ['c/1.ts', 'a/12.ts']],
    ['a+(b)/[!x].md', ['a+(b)/y.md'], ['a+(b)/x.md', 'aab/y.md']],
  ])('%s', (pattern, fits, others) => {
    const found = globToRegExp(pattern)
    expect(fits.filter((path) => !found.test(path))).toEqual([])
    expect(others.filter((path) => found.test(path))).toEqual([])
  })
})

/** What goes with a function, and in which words what does not. */
async function packed(contract: 'vercel' | 'netlify', files: Record<string, string>) {
  const root = temporaryFolder()
  writeFiles(root, { ...files, 'docs/1.md': '', 'docs/2.md': '', 'data/a.txt': 'a', 'data/b.txt': 'b' })
  const workload = await openSource({ file: join(root, Object.keys(files)[0] ?? '') }, { contract })
  const made = await makeDeployedPackage(workload, 'reached')
  return { paths: made.files.map(({ path }) => path), leftOut: made.leftOut }
}

const PACKAGE = { 'package.json': '{"name":"x"}' }
const reader = `import { readFileSync } from 'node:fs'
export default () => new Response(readFileSync(new URL('../data/a.txt', import.meta.url), 'utf8'))`

describe('what goes with a function of Vercel or Netlify', () => {
  it('is what it reaches, files by their paths too, and what is not is said', async () => {
    const { paths, leftOut } = await packed('vercel', { 'api/a.mjs': reader, ...PACKAGE })
    expect(paths).toEqual(['api/a.mjs', 'data/a.txt', 'package.json'])
    expect(leftOut).toEqual(['3 files that it does not reach (data/b.txt, docs/1.md, docs/2.md)'])
  })

  it('is the same of its TypeScript, wherever the path stands', async () => {
    const { paths } = await packed('netlify', {
      'netlify/functions/a.ts': `export { default } from '../../lib/reader'`,
      'lib/reader.ts': `${reader} as unknown`,
      ...PACKAGE,
    })
    expect(paths).toEqual([
      'data/a.txt',
      'netlify/functions/a.mjs',
      'netlify/functions/a.mjs.map',
      'package.json',
    ])
  })

  it.each<[string, Record<string, string>, readonly string[]]>([
    [
      'includeFiles of vercel.json',
      { 'vercel.json': '{"functions":{"api/**/*.ts":{"includeFiles":"data/{a,b}.txt"}}}' },
      ['data/a.txt', 'data/b.txt'],
    ],
    [
      'excludeFiles of vercel.json, but for what is included',
      {
        'vercel.json':
          '{"functions":{"api/*.ts":{"includeFiles":"data/a.txt","excludeFiles":"{data,lib}/**"}}}',
        'lib/b.txt': '',
      },
      ['data/a.txt'],
    ],
    [
      'settings of another function',
      { 'vercel.json': '{"functions":{"api/other.ts":{"includeFiles":"data/**"}}}' },
      [],
    ],
  ])('follows %s', async (_, files, expected) => {
    const code = `import { readFileSync } from 'node:fs'
      readFileSync(new URL('../lib/b.txt', import.meta.url))
      export default (req: unknown, res: any) => res.end()`
    const own = { 'api/a.ts': code, ...files, ...PACKAGE }
    const { paths } = await packed('vercel', own)
    expect(paths.filter((path) => /^(data|docs|lib)/.test(path))).toEqual(expected)
  })

  it.each([
    ['[functions]\n  included_files = ["data/*", "!data/b.txt"]\n', ['data/a.txt']],
    [
      '[functions."a"]\nincluded_files = [\n  "data/a.txt", # one\n  \'docs/**\',\n]\n',
      ['data/a.txt', 'docs/1.md', 'docs/2.md'],
    ],
    ['[functions."b*"]\nincluded_files = ["data/**"]\n', []],
  ])('follows netlify.toml: %j', async (toml, expected) => {
    const code = 'export default () => new Response()'
    const { paths } = await packed('netlify', {
      'netlify/functions/a.mjs': code,
      'netlify.toml': toml,
      ...PACKAGE,
    })
    expect(paths.filter((path) => /^(data|docs)/.test(path))).toEqual(expected)
  })

  it('has the folder of its name, where that is how Netlify has it', async () => {
    const { paths } = await packed('netlify', {
      'netlify/functions/a/a.js': 'exports.handler = async () => ({ statusCode: 200 })',
      'netlify/functions/a/by-name.txt': 'x',
      'netlify/functions/b.js': '',
      ...PACKAGE,
    })
    expect(paths).toEqual(['netlify/functions/a/a.js', 'netlify/functions/a/by-name.txt', 'package.json'])
  })
})
