import { ColdstartError } from '../../core/errors.ts'
import { newNonce } from '../../core/ids.ts'
import type { FunctionRequest } from '../../workload/workload-description.ts'
import { callOnce } from '../call-once.ts'
import { servesAllTheSame } from '../serves.ts'
import type { GoogleContext } from './authenticate.ts'
import {
  CALLABLE_WITHIN_MS,
  type Callable,
  ID_TOKEN_HINT,
  interpretReply,
  NOT_YET,
  requestFunction,
} from './invoke.ts'

/**
 * Waits until Google's front ends let a call through to a function of the user's own, which may answer anything: with
 * its proof, or without one any status that is not of the front end.
 * @throws ColdstartError `google-operation` when none comes through in four minutes, or Google answers in its place
 */
export async function waitUntilOwnAnswers(
  target: Callable,
  asked: FunctionRequest | undefined,
  context: GoogleContext,
): Promise<void> {
  const startedMs = context.clock.monotonicMs()
  const nonce = newNonce()
  const request = await requestFunction(target, nonce, context, asked)
  for (;;) {
    const reply = await callOnce(request, context)
    const { error } = interpretReply(reply, nonce)
    if (!error || servesAllTheSame(reply, error, true)) return
    const isOver = context.clock.monotonicMs() - startedMs > CALLABLE_WITHIN_MS
    const isWaitedFor = reply.status === undefined || NOT_YET.includes(reply.status)
    if (isOver || !isWaitedFor) {
      const reason = isOver ? `it still answers ${reply.status ?? 'nothing'}` : error.message
      const hint = isOver && request.headers.authorization ? { hint: ID_TOKEN_HINT } : {}
      throw new ColdstartError('google-operation', { action: 'call the function', reason, ...hint })
    }
    await context.clock.sleep(2000, context.signal)
  }
}
