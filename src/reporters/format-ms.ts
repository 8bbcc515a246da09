/** Three significant digits of milliseconds, without the unit: `<0.01`, `0.42`, `8.31`, `61.2`, `412`, `1432`. */
export function formatMs(ms: number): string {
  const size = Math.abs(ms)
  if (size > 0 && size < 0.005) return '<0.01'
  if (size < 9.995) return ms.toFixed(2)
  if (size < 99.95) return ms.toFixed(1)
  return String(Math.round(ms))
}

/** `58.1–66.0`, with a question mark for a bound that is not attainable at that n. */
export function formatInterval(lower: number | undefined, upper: number | undefined): string {
  const bound = (value: number | undefined) => (value === undefined ? '?' : formatMs(value))
  return `${bound(lower)}–${bound(upper)}`
}
