import { ColdstartError } from '../core/errors.ts'
import { compareResults } from '../stats/compare/compare-results.ts'
import type { ResultComparison } from '../stats/compare/result-comparison.ts'
import { findResult } from '../store/find-recorded.ts'
import { readResult } from '../store/read-result.ts'

export interface CompareOptions {
  /** The folder whose `results/` and `.coldstart/` names are looked up in. */
  readonly cwd: string
  /** Compare what differs in more than the thing compared all the same; `unlike` of the reply says in what. */
  readonly force?: boolean
}

/**
 * Sets recorded results side by side: ratios to the first, with intervals and p.
 *
 * @example
 * const { rows } = await compare([runFile, 'latest'], { cwd: process.cwd() })
 *
 * @param names at least two of: run files, result documents, baselines, run ids, `latest`
 * @throws ColdstartError `unlike-runs` unless forced, `no-such-result`, `not-a-result`, `nothing-to-compare`
 */
export async function compare(
  names: readonly string[],
  { cwd, force = false }: CompareOptions,
): Promise<ResultComparison> {
  const named = await Promise.all(
    names.map(async (name) => ({ name, result: await readResult(await findResult(name, cwd)) })),
  )
  const comparison = compareResults(named)
  if (comparison.unlike.length > 0 && !force)
    throw new ColdstartError('unlike-runs', { differences: comparison.unlike })
  return comparison
}
