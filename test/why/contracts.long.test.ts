import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { WhyReport } from '../../src/core/why-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { burn } from './support/burn.ts'
import { explainFile, type Files, rowIn, writeFiles } from './support/explain-files.ts'

const oracle = fileURLToPath(new URL('../oracles/functions-framework', import.meta.url))
const framework = `${oracle}/node_modules/@google-cloud/functions-framework`

interface Case {
  readonly contract: string
  readonly file: string
  /** What stands behind the import and two blank lines. */
  readonly source: string
  readonly hasLauncher: boolean
  /** The launcher imports the function only in the first request. */
  readonly isLate?: true
  readonly words?: readonly string[]
  readonly files?: Files
}

const CASES: readonly Case[] = [
  {
    contract: 'lambda',
    file: 'handler.ts',
    source: 'export const handler = async (event: object): Promise<object> => ({ dep, event })',
    hasLauncher: false,
  },
  {
    contract: 'vercel',
    file: 'api/hello.ts',
    source: 'export default (req: object, res: { json(body: object): void }): void => res.json({ dep })',
    hasLauncher: true,
  },
  {
    contract: 'vercel',
    file: 'api/web.ts',
    source: 'export const GET = (request: Request): Response => Response.json({ dep })',
    hasLauncher: true,
  },
  {
    contract: 'netlify',
    file: 'netlify/functions/hello.ts',
    source: 'export default async (request: Request): Promise<Response> => Response.json({ dep })',
    hasLauncher: true,
    isLate: true,
  },
  ...(existsSync(framework)
    ? [
        {
          contract: 'google',
          file: 'index.ts',
          source:
            'export const hello = (req: object, res: { json(body: object): void }): void => res.json({ dep })',
          hasLauncher: true,
          words: ['--export', 'hello'],
          files: { 'node_modules/@google-cloud/functions-framework': { link: framework } },
        } as const,
      ]
    : []),
]

const PACKAGE: Files = {
  'package.json': '{"name":"shop","type":"module"}',
  'node_modules/dep/package.json': '{"name":"dep","version":"1.2.3","main":"i.js"}',
  'node_modules/dep/i.js': `${burn(60)}module.exports = { dep: 1 }`,
}

/** A file of its own between the function and the package, each with a type that is gone when it runs. */
function filesOf({ file, source, files = {} }: Case): Files {
  const up = '../'.repeat(file.split('/').length - 1) || './'
  return {
    ...PACKAGE,
    ...files,
    'src/store.ts': `export interface Row {\n  a: string\n}\n\nimport dep from 'dep'\nexport { dep }\n`,
    [file]: `type Gone = string\n\nimport { dep } from '${up}src/store.ts'\n${source}\n`,
  }
}

/** What the launcher loads is in rows of its kind, and the function's own rows are as it was written. */
function expectApart(report: WhyReport, { file, hasLauncher, isLate }: Case): void {
  const { load } = report
  const launcher = load.rows.filter(({ kind }) => kind === 'launcher')
  expect(launcher).toHaveLength(hasLauncher ? 1 : 0)
  expect(rowIn(report, 'dep')).toMatchObject({
    kind: 'package',
    version: '1.2.3',
    importedBy: { file: 'src/store.ts', line: 5 },
  })
  expect(rowIn(report, './src/store.ts')).toMatchObject({ kind: 'own', importedBy: { file, line: 3 } })
  const own = load.rows.filter(({ kind }) => kind === 'own').map(({ name }) => name)
  expect(own.sort()).toEqual([`./${file}`, './src/store.ts'].sort())
  expect(load.rows.filter(({ kind }) => kind === 'package').map(({ name }) => name)).toEqual(['dep'])
  expect((load.inFirstCallMs ?? 0) > 0).toBe(isLate === true)
  expect(load.firstCall?.loaded).toEqual([])
  expect(load.rows.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(load.loadMs, 6)
}

describe('TypeScript under every contract: the function’s modules are told apart from the launcher’s', () => {
  test.each(CASES)('$contract, $file', async (one) => {
    const folder = temporaryFolder()
    await writeFiles(folder, filesOf(one))
    const words = [one.file, '--provider', one.contract, '--cold', '1', '--no-what-if', ...(one.words ?? [])]
    expectApart(await explainFile(folder, words), one)
  })
})
