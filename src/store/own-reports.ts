import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { isOwnReport } from '../core/own-report.ts'

/** Reports of one run that lie beside it. */
export interface ReportsBeside {
  /** Ours by what they begin with. */
  readonly own: readonly { readonly path: string; readonly bytes: number }[]
  /** Names of files of the same stem that may be anybody's. */
  readonly others: readonly string[]
}

/**
 * The files that are named after a run, `<run>.html` and the like, without its run file and document.
 * @param names of all files in the folder
 */
export function reportsBeside(folder: string, run: string, names: readonly string[]): ReportsBeside {
  const own: { path: string; bytes: number }[] = []
  const others: string[] = []
  for (const name of names) {
    if (!name.startsWith(`${run}.`)) continue
    const ending = name.slice(run.length + 1)
    if (ending === 'json' || ending === 'jsonl') continue
    const path = join(folder, name)
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) continue
    if (!ending.includes('.') && stats.isFile() && isOwnReport(path)) own.push({ path, bytes: stats.size })
    else others.push(name)
  }
  return { own, others }
}
