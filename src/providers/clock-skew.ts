import type { ReadinessCheck } from './readiness.ts'
import type { RestReply } from './rest-client.ts'

/** `Date` has whole seconds; less than this is not skew but rounding and travel. */
const TOLERATED_MS = 2000

/** What a reply of the platform's API says about this machine's clock and the way there, for `doctor`. */
export function networkChecks(reply: RestReply, wallMs: number): ReadinessCheck[] {
  const trip: ReadinessCheck = {
    name: 'round trip',
    state: 'ok',
    found: `${Math.round(reply.roundTripMs)} ms to the API (its own time included)`,
  }
  const theirMs = Date.parse(reply.headers.get('date') ?? '')
  if (Number.isNaN(theirMs)) return [trip]
  const skewMs = wallMs - reply.roundTripMs / 2 - theirMs
  const seconds = (skewMs / 1000).toFixed(0)
  if (Math.abs(skewMs) <= TOLERATED_MS)
    return [trip, { name: 'clock', state: 'ok', found: 'agrees with the API to 2 s' }]
  const remedy = 'Set the clock (NTP): a wrong one makes process starts impossible to place.'
  return [trip, { name: 'clock', state: 'warning', found: `${seconds} s off the API's clock`, remedy }]
}
