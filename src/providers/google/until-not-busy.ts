import { ColdstartError } from '../../core/errors.ts'
import type { GoogleContext } from './authenticate.ts'
import type { GoogleReply } from './google-api.ts'

const BUSY = ['ABORTED', 'FAILED_PRECONDITION']
const BUSY_WAIT_MS = 5000
const GIVE_UP_MS = 20 * 60_000

/**
 * Repeats a call that is refused because another operation is under way (409 ABORTED, "unable to queue the
 * operation"), for 20 minutes.
 * @param send must expect these refusals; the caller reads the others
 * @throws ColdstartError `google-operation` when it stays busy
 */
export async function untilNotBusy(
  action: string,
  context: GoogleContext,
  send: () => Promise<GoogleReply>,
): Promise<GoogleReply> {
  const startedMs = context.clock.monotonicMs()
  for (;;) {
    const answer = await send()
    if (!answer.refused || !BUSY.includes(answer.refused.status)) return answer
    if (context.clock.monotonicMs() - startedMs >= GIVE_UP_MS)
      throw new ColdstartError('google-operation', { action, reason: 'it stayed busy for 20 minutes' })
    context.logger.info(`google: ${action}: ${answer.refused.message}; waiting`)
    await context.clock.sleep(BUSY_WAIT_MS, context.signal)
  }
}
