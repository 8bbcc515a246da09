/** The monotonic clock every stamp is taken with: milliseconds, float64, about 100 ns a call. */
export const now: () => number = performance.now.bind(performance)

/**
 * What to add to a monotonic stamp to have epoch milliseconds, right to half a millisecond. `timeOrigin` is precise
 * to the microsecond but is not corrected when the wall clock is slewed or stepped or the machine slept; once the
 * millisecond clock (which cuts off fractions) contradicts it, that one is taken.
 */
export function epochOffset(
  monotonicMs: () => number = now,
  wallMs: () => number = Date.now,
  timeOriginMs: number = performance.timeOrigin,
): number {
  const earliest = wallMs() - monotonicMs()
  const agrees = timeOriginMs > earliest - 0.2 && timeOriginMs < earliest + 1.2
  return agrees ? timeOriginMs : earliest + 0.5
}
