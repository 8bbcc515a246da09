/** Milliseconds to the microsecond, below which no clock of a run tells anything. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
