import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { readVersion } from '../core/version.ts'
import { computeHistory } from '../stats/history/compute-history.ts'
import type { History } from '../stats/history/history.ts'
import type { HistoryRun } from '../stats/history/history-run.ts'
import { rememberMarks } from '../store/found-marks.ts'
import { readHistory } from '../store/history-runs.ts'

/** Which folder is read, and which targets are shown. */
export interface HistoryRequest {
  /** The folder whose `results/` is read. */
  readonly cwd: string
  /** Names of targets to keep, or their beginnings up to a `/`; all where it is left out. */
  readonly targets?: readonly string[]
}

/**
 * How the cold starts of each function changed over the recorded runs: medians with intervals, and the changes of level
 * that the statistics support. Nothing is measured.
 *
 * @example
 * const { series } = await history({ cwd: process.cwd() })
 * for (const { target, changes } of series) console.log(target, changes)
 *
 * @throws ColdstartError `no-such-target` for a name that no recorded run has
 */
export async function history({ cwd, targets }: HistoryRequest): Promise<History> {
  const { runs, left } = await readHistory(cwd)
  const remembered = rememberMarks(cwd, await readVersion())
  const found = computeHistory(runs, left, targets && namesOf(runs, targets), remembered.search)
  remembered.keep()
  return found
}

/** @throws ColdstartError `no-such-target` */
function namesOf(runs: readonly HistoryRun[], targets: readonly string[]): string[] {
  const known = [...new Set(runs.flatMap(({ about }) => about.ways.map(({ target }) => target.name)))]
  return targets.flatMap((wanted) => {
    const found = known.filter((name) => name === wanted || name.startsWith(`${wanted}/`))
    if (found.length > 0) return found
    throw new ColdstartError('no-such-target', {
      name: wanted,
      known,
      suggestion: suggestionFor(wanted, known.flatMap(beginningsOf)),
    })
  })
}

/** `a`, `a/b` and `a/b/c` of `a/b/c`: all that may be typed for it. */
function beginningsOf(name: string): string[] {
  const parts = name.split('/')
  return parts.map((_, k) => parts.slice(0, k + 1).join('/'))
}
