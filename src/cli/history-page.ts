import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { GENERATOR } from '../reporters/html/page.ts'
import type { History } from '../stats/history/history.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import type { Io } from './io.ts'

/** Where the generator's name stands in a page of ours. */
const LOOKED_AT = 2000

/**
 * Writes `results/index.html` anew, where that is a page of ours or there is none; what else keeps it from being written is said
 * and is no failure, since everything on it was printed.
 * @returns its path, where it was written
 */
export async function writeHistoryPage(
  history: History,
  version: string,
  io: Io,
): Promise<string | undefined> {
  if (history.series.length === 0) return undefined
  const path = join(io.cwd, RESULTS_FOLDER, 'index.html')
  const shown = relative(io.cwd, path)
  const there = await readFile(path, 'utf8').catch(() => undefined)
  if (there !== undefined && !there.slice(0, LOOKED_AT).includes(`content="${GENERATOR} `)) {
    io.stderr.write(`${shown} is not a page of coldstart, and stays as it is.\n`)
    return undefined
  }
  const { historyHtml } = await import('../reporters/history/history-html.ts')
  const page = historyHtml(history, { columns: 80, colorLevel: 0, version })
  try {
    await writeFileAtomically(path, [page], { force: true })
    io.stderr.write(`\nThe page is ${shown}\n`)
    return path
  } catch (error) {
    io.stderr.write(`The page could not be written: ${messageOf(error)}\n`)
    return undefined
  }
}
