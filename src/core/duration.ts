import { ColdstartError } from './errors.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/**
 * Reads `1500ms`, `90s`, `15m`, `1h30m`. A number needs its unit, but for 0: five of what is for the user to say.
 * @returns milliseconds
 * @throws ColdstartError `bad-duration` when it is not a duration
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim().toLowerCase()
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    if (Number(trimmed) === 0) return 0
    throw new ColdstartError('bad-duration', { text: trimmed, withoutUnit: true })
  }
  const parts = [...trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d)/g)]
  const read = parts.map(([whole]) => whole).join('')
  if (parts.length === 0 || read !== trimmed.replace(/\s+(?=\d)/g, ''))
    throw new ColdstartError('bad-duration', { text })
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * (UNIT_MS[unit ?? ''] ?? 0), 0)
}

/** `87 ms`, `1.43 s`, `2 m 05 s`, `1 h 20 m`: at most two units, three significant digits below a minute. */
export function formatDuration(ms: number): string {
  // Bounds are where rounding would show another digit: 999.5 ms is 1.00 s, not 1000 ms.
  if (ms < 999.5) return `${ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9995 ? 2 : 1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
