import type { Interval } from '../core/summary.ts'
import type { Contender } from './cold-scenes.ts'
import { formatMs } from './format-ms.ts'
import { READ_ONE_BY_ONE } from './many.ts'

/** What a sentence begins with when a cold start it speaks of was inferred. */
export function inferredWords(contenders: readonly Contender[]): string {
  return contenders.some(({ cold }) => cold.inferred > 0) ? 'Inferred from latency: ' : ''
}

/** Of many things so many are named. */
const NAMED = 8

/** `a, b and c`; of more than 20, the first 8 and how many more there are. */
export function list(items: readonly string[]): string {
  if (items.length > READ_ONE_BY_ONE)
    return `${items.slice(0, NAMED).join(', ')} and ${items.length - NAMED} more`
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** `` (58.1–66.0)``, or why there is none: at that n no 95 % interval exists. */
export function intervalWords(interval: Interval | undefined, why: string): string {
  const { lower, upper } = interval ?? {}
  if (lower !== undefined && upper !== undefined) return ` (${formatMs(lower)}–${formatMs(upper)})`
  return why === '' ? '' : ` (${why})`
}
