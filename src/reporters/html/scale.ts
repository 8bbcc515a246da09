import { formatMs } from '../format-ms.ts'

/** From a value to a place on an axis, and where its ticks are. */
export interface Scale {
  at(value: number): number
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
}

/** Labels nearer than this, in units of the drawing, would touch. */
const LABEL_DISTANCE = 34

/**
 * A logarithmic axis of milliseconds with ticks at 1, 2 and 5, or at powers of ten where those would touch.
 * @param values in ms; what is not positive is left out, as a logarithm has no place for it
 */
export function logScale(values: readonly number[], from: number, to: number): Scale {
  const { least, most } = extent(values.filter((value) => value > 0))
  const low = Math.log10(least / 1.15)
  const high = Math.log10(most * 1.15)
  const at = (value: number) =>
    from + ((Math.log10(Math.max(value, least)) - low) / (high - low)) * (to - from)
  const decades = Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, k) => Math.floor(low) + k)
  const ticksAt = (steps: readonly number[]) =>
    decades
      .flatMap((decade) => steps.map((step) => step * 10 ** decade))
      .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high)
  const candidates = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].map(ticksAt)
  const chosen = candidates.find((ticks) => ticks.length >= 2 && areApart(ticks.map(at))) ?? [least, most]
  return { at, ticks: chosen.map((value) => ({ value, label: tickLabel(value) })) }
}

/** A linear axis from 0 to at least the largest value, with about five round ticks. */
export function linearScale(
  most: number,
  from: number,
  to: number,
  label: (value: number) => string = tickLabel,
): Scale {
  const end = most > 0 ? most : 1
  const step = roundStep(end / 5)
  const count = Math.floor(end / step + 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_, k) => k * step)
  return {
    at: (value) => from + (value / end) * (to - from),
    ticks: ticks.map((value) => ({ value, label: label(value) })),
  }
}

function extent(values: readonly number[]): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY
  let most = 0
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return most === 0 ? { least: 1, most: 10 } : { least, most }
}

function areApart(places: readonly number[]): boolean {
  return places.every((place, k) => k === 0 || Math.abs(place - (places[k - 1] ?? 0)) >= LABEL_DISTANCE)
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough
}

/** `0.5`, `20`, `1500`: as short as it can be said. */
function tickLabel(value: number): string {
  return value === 0 || value >= 1 ? String(Math.round(value * 10) / 10) : formatMs(value)
}
