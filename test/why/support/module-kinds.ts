import { expect } from 'vitest'
import type { ImportPlace } from '../../../src/core/load-report.ts'
import type { WhyReport } from '../../../src/core/why-report.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { explainFile, type Files, writeFiles } from './explain-files.ts'

/** One start, and nothing else. */
export const WORDS = ['--provider', 'lambda', '--cold', '1', '--no-what-if']

/** A package.json. */
export const manifest = (name: string, more = '"main":"i.js"', version = '1.0.0') =>
  `{"name":"${name}","version":"${version}",${more}}`
/** A package in `node_modules`, of one file. */
export const folderOf = (name: string, source: string, version?: string): Files => ({
  [`node_modules/${name}/package.json`]: manifest(
    name.replace(/^.*node_modules\//, ''),
    '"main":"i.js"',
    version,
  ),
  [`node_modules/${name}/i.js`]: source,
})

/** What `coldstart why` says of a package's `handler.js`, whose rows add up to the load. */
export async function explainKinds(files: Files, words: readonly string[], node: string): Promise<WhyReport> {
  const folder = temporaryFolder()
  await writeFiles(folder, files)
  const report = await explainFile(folder, ['handler.js', ...WORDS, ...words], node)
  const { rows, loadMs } = report.load
  expect(rows.reduce((sum, { selfMs }) => sum + selfMs, 0)).toBeCloseTo(loadMs, 6)
  return report
}

/** Where an import stands. */
export const at = (file: string, line: number): ImportPlace => ({ file, line })
