import { ColdstartError } from '../core/errors.ts'
import type { Result } from '../core/result.ts'
import { compareWithRecorded } from '../stats/compare/against-recorded.ts'
import { compareResults } from '../stats/compare/compare-results.ts'
import { type ComparedGroup, comparedGroup } from '../stats/compare/compared-group.ts'
import type { ResultComparison } from '../stats/compare/result-comparison.ts'
import { groupsOfResult } from '../stats/result/groups-of-result.ts'
import { baselineFolder } from '../store/baseline-folder.ts'
import { findResult } from '../store/find-recorded.ts'
import { readBuilt, readResults } from '../store/read-result.ts'

export interface CompareOptions {
  /** The folder whose `results/` and `.coldstart/` names are looked up in. */
  readonly cwd: string
  /** Compare what differs in more than the thing compared all the same; `unlike` of the reply says in what. */
  readonly force?: boolean
}

/**
 * Sets recorded results side by side: ratios to the first, with intervals and p. Of a baseline that is named first, the
 * newest run is in the table, and all of them say whether the others lie outside what that code has done before.
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
  const sides: Side[] = []
  // One after the other: what reading one takes is free again before the next.
  for (const name of names) sides.push(await readSide(name, cwd, sides[0]?.isBaseline === true))
  const comparison = compareResults(sides)
  if (comparison.unlike.length > 0 && !force)
    throw new ColdstartError('unlike-runs', { differences: comparison.unlike })
  const [base, ...others] = sides
  if (!base?.isBaseline) return comparison
  const findings = others.flatMap((other) => compareWithRecorded(other, base.results, force))
  return { ...comparison, recorded: { name: base.name, runs: base.results.length, findings } }
}

/** What is compared, under the name that it was given. */
interface Side {
  readonly name: string
  /** Of a baseline all its runs, oldest first. */
  readonly results: readonly Result[]
  readonly isBaseline: boolean
  readonly result: Result
  readonly groups: readonly ComparedGroup[]
}

/** @param isJudged it will be held against a baseline, for which its waits are needed; else they are let go */
async function readSide(name: string, cwd: string, isJudged: boolean): Promise<Side> {
  const path = await findResult(name, cwd)
  const isBaseline = path.startsWith(baselineFolder(cwd))
  if (isBaseline || !path.endsWith('.jsonl')) {
    const results = await readResults(path)
    const result = results[results.length - 1] as Result
    return { name, results, isBaseline, result, groups: groupsOfResult(result).map(comparedGroup) }
  }
  const { result: built, groups } = await readBuilt(path)
  const result = isJudged ? built : { ...built, waits: [] }
  return { name, results: [result], isBaseline, result, groups: groups.map(comparedGroup) }
}
