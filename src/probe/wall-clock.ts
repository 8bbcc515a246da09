/** The monotonic clock every stamp is taken with: milliseconds, float64, about 100 ns a call. */
export const now: () => number = performance.now.bind(performance)

/**
 * What to add to a monotonic stamp to have epoch milliseconds. `timeOrigin` is precise to the microsecond but
 * is not corrected when the wall clock is stepped or the machine slept; then the millisecond clock is taken.
 */
export function epochOffset(monotonicMs: () => number = now, wallMs: () => number = Date.now): number {
  const coarse = wallMs() - monotonicMs()
  const precise = performance.timeOrigin
  return Math.abs(precise - coarse) < 2 ? precise : coarse + 0.5
}
