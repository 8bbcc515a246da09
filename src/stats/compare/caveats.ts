import { coldMeaning } from '../../core/cold-meaning.ts'
import { elsewhereOf } from '../result/machine.ts'
import type { ComparedGroup } from './compared-group.ts'
import type { NamedResult } from './result-comparison.ts'

/**
 * What a reader must know of the sides themselves before believing a comparison of them: the same run given
 * twice, an unfinished one, cold starts that were inferred, and each run's own warnings.
 * @param groups of each result, in the same order
 * @param differs a row is called faster or slower
 */
export function caveatsOf(
  results: readonly NamedResult[],
  groups: readonly (readonly ComparedGroup[])[],
  differs: boolean,
): string[] {
  return [
    ...sameRuns(results),
    ...results.flatMap((side, index) => [
      ...unfinished(side),
      ...inferredColds(side.name, groups[index] ?? []),
      ...meanings(side),
      ...ownWarnings(side),
    ]),
    ...(differs ? [oneDrawEach(results)] : []),
  ]
}

function sameRuns(results: readonly NamedResult[]): string[] {
  return results.flatMap(({ name, result }, index) => {
    const first = results.slice(0, index).find((other) => other.result.run.id === result.run.id)
    return first ? [`${first.name} and ${name} are the same run (${result.run.id}): nothing can differ.`] : []
  })
}

function unfinished({ name, result }: NamedResult): string[] {
  return result.run.status === 'unfinished'
    ? [`${name} is of an unfinished run (${countInvocations(result)} samples): its figures may still move.`]
    : []
}

function inferredColds(name: string, groups: readonly ComparedGroup[]): string[] {
  return groups.flatMap(({ name: group, coldWays, inferredColds: inferred }) => {
    const colds = coldWays.reduce((count, { coldRows }) => count + coldRows.length, 0)
    return inferred > 0
      ? [`${name}: ${inferred} of ${colds} cold starts of ${group} were inferred from latency.`]
      : []
  })
}

/** Targets whose cold starts are not the platform's own. */
function meanings({ name, result }: NamedResult): string[] {
  const meant = result.targets.flatMap(({ facts }) => facts?.coldMeans ?? [])
  return [...new Set(meant)].map((means) => `${name}: a ${coldMeaning('a Worker', means)}`)
}

/** `unfinished` and `inferred` are said above, in the side's own words. */
function ownWarnings({ name, result }: NamedResult): string[] {
  return result.warnings
    .filter(({ code }) => code !== 'unfinished' && code !== 'inferred')
    .map(({ message, target }) => `${name}: ${target === undefined ? '' : `${target}: `}${message}`)
}

/** Whether a caveat is the one of runs that differ: it belongs to the verdict. */
export function isOfOneDraw(caveat: string): boolean {
  return /^These (?:two|\d+) runs differ\b/.test(caveat)
}

function oneDrawEach(results: readonly NamedResult[]): string {
  const [base, ...others] = results
  const runs = results.length === 2 ? 'two' : results.length
  const elsewhere = others.flatMap(({ result }) =>
    base && !base.result.parts && !result.parts
      ? elsewhereOf(base.result.environment, result.environment)
      : [],
  )
  const where = elsewhere.length > 0 ? `, and were measured elsewhere (${elsewhere.join('; ')})` : ''
  return `These ${runs} runs differ${where}. That does not show that a change of the code is the cause: machine, hour and the platform's state move all samples of a run together. To find out, measure both in the same rounds of one run, or against several recorded runs.`
}

function countInvocations({ summaries }: NamedResult['result']): number {
  return summaries.reduce((sum, { invocations }) => sum + invocations, 0)
}
