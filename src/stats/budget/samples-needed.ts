import { SAMPLES_NEEDED } from '../quantile.ts'
import type { Operand } from './budget.ts'
import type { Estimate } from './estimate-subject.ts'

/** Beyond this nobody would wait for the answer. */
const TOO_MANY = 100_000

/** The fewest samples at which the p-quantile has bounds on both sides at 95 %: max(p, 1 − p)ⁿ ≤ 0.025. */
export function samplesForBothBounds(p: number): number {
  return Math.ceil(Math.log(0.025) / Math.log(Math.max(p, 1 - p)))
}

/**
 * About how many samples a side would decide, if the estimate stays where it is: intervals shrink with √n,
 * so n grows with the square of (distance from the estimate to its bound) ÷ (distance to the limit).
 * @param onLogScale for ratios
 * @returns undefined where the estimate lies on the limit, more than 100,000 would be needed, there is nothing to
 *   compare with, or no number of them gives independent ones (warm samples of a function that reports no instance)
 */
export function samplesNeeded(
  estimate: Estimate,
  limit: number,
  operand: Operand,
  onLogScale: boolean,
): number | undefined {
  if (estimate.isBeyondSamples) return undefined
  const least = leastSamples(operand)
  const { found, interval, n } = estimate
  if (found !== undefined && n === 0) return undefined
  if (found === undefined || !interval) return n < least ? least : undefined
  const scale = onLogScale ? Math.log : (value: number) => value
  const bound = found < limit ? interval.upper : interval.lower
  if (bound === undefined) return n < least ? least : undefined
  const distance = Math.abs(scale(limit) - scale(found))
  const width = Math.abs(scale(bound) - scale(found))
  const needed = Math.max(least, Math.ceil(n * (width / distance) ** 2))
  return Number.isFinite(needed) && needed <= TOO_MANY ? Math.max(needed, n + 1) : undefined
}

/** A penalty takes bounds of two medians at 97.5 % each, hence one sample more than a median. */
export function leastSamples({ measure, p = 0.5 }: Operand): number {
  if (measure === 'penalty') return 7
  const printed =
    p === 0.9 ? SAMPLES_NEEDED.p90 : p === 0.95 ? SAMPLES_NEEDED.p95 : p === 0.99 ? SAMPLES_NEEDED.p99 : 0
  return Math.max(samplesForBothBounds(p), printed)
}
