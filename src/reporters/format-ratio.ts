import type { Interval } from '../core/summary.ts'

/** `1.42 ×`, `0.097 ×`, `31 ×`: three significant digits, two below ten thousandths. */
export function formatRatio(ratio: number): string {
  return `${ratioDigits(ratio)} ×`
}

/** `1.31–1.55`. */
export function formatRatioInterval({ lower, upper }: Pick<Interval, 'lower' | 'upper'>): string {
  const bound = (value: number | undefined) => (value === undefined ? '?' : ratioDigits(value))
  return `${bound(lower)}–${bound(upper)}`
}

/** `p = 0.013`, `p < 0.001`. */
export function formatP(p: number): string {
  if (p < 0.001) return 'p < 0.001'
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`
}

function ratioDigits(ratio: number): string {
  if (ratio >= 99.5) return String(Math.round(ratio))
  if (ratio >= 9.95) return ratio.toFixed(1)
  return ratio >= 0.0995 ? ratio.toFixed(2) : ratio.toPrecision(2)
}
