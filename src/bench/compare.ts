import { ColdstartError } from '../core/errors.ts'
import { collectAfter } from '../core/garbage.ts'
import type { Result } from '../core/result.ts'
import { compareWithRecorded } from '../stats/compare/against-recorded.ts'
import { compareResults } from '../stats/compare/compare-results.ts'
import { type ComparedGroup, comparedGroup } from '../stats/compare/compared-group.ts'
import type { ResultComparison } from '../stats/compare/result-comparison.ts'
import { groupsOfResult } from '../stats/result/groups-of-result.ts'
import type { BuiltResult } from '../stats/result/result-builder.ts'
import { baselineFolder } from '../store/baseline-folder.ts'
import { findResult } from '../store/find-recorded.ts'
import { readAllBuilt } from '../store/read-result.ts'

/** Where the named results are looked for, and whether unlike ones are compared anyway. */
export interface CompareOptions {
  /** The folder whose `results/` and `.coldstart/` names are looked up in. */
  readonly cwd: string
  /** Compare unlike results anyway; `unlike` of the reply says how they differ. */
  readonly force?: boolean
}

/**
 * Sets recorded results side by side: ratios to the first, with intervals and p. If a baseline is named first, the
 * table has its newest run, and all its runs decide whether the others lie outside what that code has done before.
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
  for (const name of names) {
    const side = await readSide(name, cwd, sides[0]?.isBaseline === true)
    sides.push(side)
    collectAfter(side.result.summaries.reduce((sum, { invocations }) => sum + invocations, 0))
  }
  const comparison = compareResults(sides)
  if (comparison.unlike.length > 0 && !force)
    throw new ColdstartError('unlike-runs', { differences: comparison.unlike })
  const [base, ...others] = sides
  if (!base?.isBaseline) return comparison
  const groups = new Map(sides.flatMap(({ built }) => built.map((one) => [one.result, one.groups])))
  const groupsOf = (result: Result) => groups.get(result) ?? groupsOfResult(result)
  const findings = others.flatMap((other) =>
    compareWithRecorded(other, base.results, { allowUnlike: force, groupsOf }),
  )
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
  /** Where verdicts rest on it. */
  readonly built: readonly BuiltResult[]
}

/** @param isJudged it will be held against a baseline, for which its groups are needed; else they are let go */
async function readSide(name: string, cwd: string, isJudged: boolean): Promise<Side> {
  const path = await findResult(name, cwd)
  const isBaseline = path.startsWith(baselineFolder(cwd))
  // Waits are in the groups, and would be there a second time.
  const built = (await readAllBuilt(path)).map(({ result, groups }) => ({
    result: { ...result, waits: [] },
    groups,
  }))
  const { result, groups } = built.at(-1) as BuiltResult
  return {
    name,
    results: built.map((one) => one.result),
    isBaseline,
    result,
    groups: groups.map(comparedGroup),
    built: isJudged || isBaseline ? built : [],
  }
}
