import { formatDuration } from '../../core/duration.ts'
import type { BudgetVerdict } from '../../core/result.ts'
import { type Budget, describeOperand } from './budget.ts'
import type { BudgetSubject } from './budget-subject.ts'
import type { Estimate } from './estimate-subject.ts'
import { judgeEstimate, limitOf } from './judge-estimate.ts'
import { samplesNeeded } from './samples-needed.ts'

/** What a verdict is about, beside its figures. */
interface About {
  /** Left out where nothing of the run is what the budget speaks of. */
  readonly subject?: BudgetSubject
  /** What a ratio is taken over, in words. */
  readonly over?: string
  readonly caveat?: string
}

/**
 * The verdict that an estimate leads to, with all that a reader needs to believe it.
 * @param name what is held against the limit, in words
 */
export function verdictOf(
  budget: Budget,
  name: string,
  estimate: Estimate,
  about: About = {},
): BudgetVerdict {
  const { subject, over, caveat } = about
  const limit = limitOf(budget)
  const verdict = judgeEstimate(estimate, budget.comparator, limit)
  const isRatio = budget.bound.kind !== 'duration'
  const { n, found, interval, reason, unpaired, runs } = estimate
  const isOpen = verdict === 'inconclusive'
  const needed =
    isOpen && runs === undefined ? samplesNeeded(estimate, limit, budget.operand, isRatio) : undefined
  return {
    budget: budget.text,
    ...(subject ? { target: subject.group.name } : {}),
    verdict,
    expected: expectationOf(budget, name, over),
    limit,
    ...(found === undefined ? {} : { found }),
    unit: isRatio ? 'ratio' : 'ms',
    ...(interval ? { interval } : {}),
    n,
    ...(unpaired === undefined ? {} : { unpaired }),
    ...(runs === undefined ? {} : { runs }),
    ...(needed === undefined ? {} : { nNeeded: needed }),
    ...(reason !== undefined && (isOpen || found === undefined) ? { reason } : {}),
    ...(caveat === undefined ? {} : { caveat }),
  }
}

/** `lambda cold p50 (idle 400 ms) < 1.1 × the baseline (…) ± 5 %`. */
function expectationOf({ comparator, bound, tolerance }: Budget, name: string, over?: string): string {
  const slack = tolerance > 0 ? ` ± ${+(tolerance * 100).toFixed(2)} %` : ''
  if (bound.kind === 'duration') return `${name} ${comparator} ${formatDuration(bound.ms)}${slack}`
  const factor = bound.factor === 1 ? '' : `${bound.factor} × `
  const side = over ?? (bound.kind === 'baseline' ? 'the baseline' : describeOperand(bound.operand))
  return `${name} ${comparator} ${factor}${side}${slack}`
}
