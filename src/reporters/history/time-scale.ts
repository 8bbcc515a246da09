import type { Scale } from '../html/scale.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Distances between ticks, and how much of an ISO stamp their labels need. */
const STEPS: readonly (readonly [ms: number, from: number, to: number])[] = [
  ...[1 / 60, 1 / 6, 1, 3, 6, 12].map((hours) => [hours * HOUR, 11, 16] as const),
  ...[1, 2, 7, 14, 30].map((days) => [days * DAY, 5, 10] as const),
  ...[91, 182, 365, 1826].map((days) => [days * DAY, 0, 7] as const),
]
const MOST_TICKS = 6

/**
 * An axis of time with a few labelled ticks, at round distances from the first day on.
 * @param first epoch ms, as is `last`
 */
export function timeScale(first: number, last: number, from: number, to: number): Scale {
  const span = Math.max(1, last - first)
  const [step, start, end] = STEPS.find(([ms]) => span / ms <= MOST_TICKS) ?? [span / 5, 0, 7]
  const origin = Math.floor(first / DAY) * DAY
  const count = Math.floor((last - origin) / step)
  const ticks = Array.from({ length: count + 1 }, (_, k) => origin + k * step).filter((at) => at >= first)
  const shown = ticks.length > 0 ? ticks : [first]
  return {
    at: (value) =>
      last === first ? (from + to) / 2 : from + 8 + ((value - first) / span) * (to - from - 16),
    ticks: shown.map((value) => ({ value, label: new Date(value).toISOString().slice(start, end) })),
  }
}
