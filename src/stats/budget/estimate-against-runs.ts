import { quantile } from '../quantile.ts'
import { predictFromRuns } from '../recorded-runs.ts'
import type { Operand } from './budget.ts'
import type { BudgetSubject } from './budget-subject.ts'
import { type Estimate, refusalOf } from './estimate-subject.ts'

/**
 * A quantile of a new run over the same one of several recorded runs of one code: the ratio to their geometric mean, and
 * the interval that their prediction interval leaves for it. It holds how far runs of equal code differ.
 * @param recorded one a run
 * @param confidence of the prediction interval
 */
export function estimateAgainstRuns(
  { p = 0.5 }: Operand,
  subject: BudgetSubject,
  recorded: readonly BudgetSubject[],
  confidence = 0.95,
): Estimate {
  const n = subject.waits.length
  const refusal = refusalOfSubject(subject, p)
  if (refusal !== undefined) return { n, reason: refusal }
  const usable = recorded.filter((one) => refusalOfSubject(one, p) === undefined)
  const prediction = predictFromRuns(
    usable.map(({ waits }) => quantile(waits, p)),
    confidence,
  )
  if (!prediction.supported) return { n, runs: usable.length, reason: prediction.reason }
  const { lowerMs, upperMs, centerMs, runs } = prediction
  const own = quantile(subject.waits, p)
  return {
    n,
    runs,
    found: own / centerMs,
    interval: { lower: own / upperMs, upper: own / lowerMs, coverage: confidence },
    reason: `${runs} recorded runs lie too far apart to tell; record more, or measure both in one run with --against`,
  }
}

function refusalOfSubject({ waits, lost }: BudgetSubject, p: number): string | undefined {
  if (waits.length === 0) return 'no samples'
  if (!((waits[0] as number) > 0)) return 'a wait of zero has no ratio'
  if (lost?.slowOnesLost) return 'slow replies were lost'
  return refusalOf(p, waits.length)
}
