import type { RestReply } from './rest-failure.ts'
import { readRetryAfterMs } from './retry-after.ts'

const TRIES = 5
const SERVER_ERROR_WAIT_MS = 1000
/** A minute, and some for two clocks that disagree. */
const MINUTE_WAIT_MS = 65_000
/** Longer waits are said instead of waited for: a daily quota would hang a run for hours. */
const LONGEST_WAIT_MS = 120_000

/**
 * How long to wait before a call is made again, in milliseconds: as long as the platform asks, a minute where it
 * counts by the minute, else twice as long each time.
 * @param reply undefined for a connection that broke
 * @param idempotent the call may be made twice
 * @param tries made so far
 * @returns undefined when there must be no other try
 */
export function retryWaitMs(
  reply: RestReply | undefined,
  idempotent: boolean,
  tries: number,
  wallMs: number,
): number | undefined {
  if (tries >= TRIES) return undefined
  const backoffMs = SERVER_ERROR_WAIT_MS * 2 ** (tries - 1)
  if (!reply) return idempotent ? backoffMs : undefined
  const { status, headers, text } = reply
  if (status !== 429 && !(status >= 500 && idempotent)) return undefined
  const perMinuteMs = /\bper[ _-]?minute\b/i.test(text) ? MINUTE_WAIT_MS : undefined
  const askedMs = readRetryAfterMs(headers, wallMs) ?? perMinuteMs
  const waitMs = Math.max(askedMs ?? backoffMs, SERVER_ERROR_WAIT_MS)
  return waitMs <= LONGEST_WAIT_MS ? waitMs : undefined
}
