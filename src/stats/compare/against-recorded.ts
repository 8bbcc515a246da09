import type { BudgetVerdict, Result } from '../../core/result.ts'
import type { Interval } from '../../core/summary.ts'
import { type JudgeContext, judgeBudgets } from '../budget/judge-budgets.ts'
import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'

/** A new run's median against those of several recorded runs of one code. */
export interface RecordedFinding {
  /** What the new run was called. */
  readonly name: string
  readonly target: string
  readonly temperature: 'cold' | 'warm'
  /** `lambda cold p50 (idle 400 ms) <= the baseline (10 runs, …)`. */
  readonly what: string
  readonly runs?: number
  /** To the geometric mean of the recorded medians. */
  readonly ratio?: number
  /** What the prediction interval of the recorded runs leaves for the ratio. */
  readonly ratioInterval?: Interval
  readonly verdict: 'slower' | 'faster' | 'as-before' | 'not-enough-data'
  /** What is missing. */
  readonly reason?: string
}

/**
 * Says of each function of a run whether its median lies outside what the recorded runs have done before.
 * @param recorded of one baseline, oldest first
 */
export function compareWithRecorded(
  { name, result }: { readonly name: string; readonly result: Result },
  recorded: readonly Result[],
  context: Pick<JudgeContext, 'allowUnlike' | 'groupsOf'>,
): RecordedFinding[] {
  const budgets = TEMPERATURES.map((temperature) => `${temperature}.p50 <= baseline`)
  return judgeBudgets(result, budgets, recorded, context)
    .filter(({ n }) => n > 0)
    .flatMap((judged) => {
      const temperature = TEMPERATURES[budgets.indexOf(judged.budget)]
      return temperature ? findingOf(judged, name, temperature) : []
    })
}

const TEMPERATURES = ['cold', 'warm'] as const

function findingOf(
  judged: BudgetVerdict,
  name: string,
  temperature: RecordedFinding['temperature'],
): RecordedFinding[] {
  const { target, found, interval, runs, caveat, reason = caveat, expected } = judged
  if (target === undefined) return []
  const about = { name, target, temperature, what: expected }
  if (runs === undefined || interval === undefined || found === undefined)
    return [{ ...about, verdict: 'not-enough-data', ...(reason === undefined ? {} : { reason }) }]
  return [{ ...about, runs, ratio: found, ratioInterval: interval, verdict: verdictOf(found, interval) }]
}

/** Outside the recorded runs, and by more than matters. */
function verdictOf(ratio: number, { lower = 0, upper = 1 }: Interval): RecordedFinding['verdict'] {
  if (lower > 1 && ratio > 1 + PRACTICAL_THRESHOLD) return 'slower'
  return upper < 1 && ratio < 1 / (1 + PRACTICAL_THRESHOLD) ? 'faster' : 'as-before'
}
