import type { Interval } from '../core/summary.ts'
import type { Contender } from './cold-scenes.ts'
import { formatMs } from './format-ms.ts'

/** What a sentence begins with when a cold start it speaks of was inferred. */
export function inferredWords(contenders: readonly Contender[]): string {
  return contenders.some(({ cold }) => cold.inferred > 0) ? 'Inferred from latency: ' : ''
}

/** `` (58.1–66.0)``, or why there is none: at that n no 95 % interval exists. */
export function intervalWords(interval: Interval | undefined, why: string): string {
  const { lower, upper } = interval ?? {}
  if (lower !== undefined && upper !== undefined) return ` (${formatMs(lower)}–${formatMs(upper)})`
  return why === '' ? '' : ` (${why})`
}
