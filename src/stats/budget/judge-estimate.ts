import type { BudgetVerdict } from '../../core/result.ts'
import type { Budget, Comparator } from './budget.ts'
import type { Estimate } from './estimate-subject.ts'

/** The limit in ms, or as a ratio, with the tolerance given away on the far side. */
export function limitOf({ bound, comparator, tolerance }: Budget): number {
  const limit = bound.kind === 'duration' ? bound.ms : bound.factor
  return limit * (comparator.startsWith('<') ? 1 + tolerance : 1 - tolerance)
}

/**
 * Pass when the whole interval is on the right side of the limit, fail when it is wholly on the wrong
 * one, else inconclusive. A pass needs the figure itself; a missing bound decides nothing on its side.
 */
export function judgeEstimate(
  { found, interval }: Estimate,
  comparator: Comparator,
  limit: number,
): BudgetVerdict['verdict'] {
  if (!interval) return 'inconclusive'
  const orEqual = comparator.endsWith('=')
  const meets = (bound: number) => {
    if (bound === limit) return orEqual
    return comparator.startsWith('<') ? bound < limit : bound > limit
  }
  const { lower, upper } = interval
  const [worst, best] = comparator.startsWith('<') ? [upper, lower] : [lower, upper]
  if (best !== undefined && !meets(best)) return 'fail'
  return worst !== undefined && found !== undefined && meets(worst) ? 'pass' : 'inconclusive'
}
