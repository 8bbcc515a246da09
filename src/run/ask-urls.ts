import pLimit from 'p-limit'
import { ColdstartError } from '../core/errors.ts'
import { newNonce } from '../core/ids.ts'
import type { ProbeReply } from '../core/probe-request.ts'
import type { Target } from '../core/target.ts'
import type { Plan } from '../plan/plan.ts'
import type { Prober } from '../probe/prober.ts'
import { toSample } from '../probe/sample.ts'
import type { TargetBook } from './target-book.ts'

/** Where the first request comes sooner than that, it tells soon enough. */
const LONG_MS = 1000
/** Hundreds at once would keep this machine from reading their replies. */
const AT_ONCE = 16

/**
 * Asks every URL once, side by side, where the plan would leave it alone first: a typo or a 404 shows now and not after
 * the idle period. The reply is not measured, and the idle period begins after it.
 * @throws ColdstartError `url-does-not-answer`; the signal's reason
 */
export async function askUrls(
  plan: Plan,
  book: TargetBook,
  prober: Prober,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set(
    plan.rounds[0]?.visits.flatMap(({ target, way }) => ((way?.plannedIdleMs ?? 0) >= LONG_MS ? target : [])),
  )
  const asked = book.all().filter(({ id, platform }) => platform === 'url' && waiting.has(id))
  const limit = pLimit(AT_ONCE)
  await Promise.all(asked.map((target) => limit(() => ask(target, plan, book, prober, signal))))
}

async function ask(target: Target, plan: Plan, book: TargetBook, prober: Prober, signal: AbortSignal) {
  const { connection } = book.providerOf(target)
  const nonce = newNonce()
  const request = await connection.request(target, nonce)
  const { timeouts } = plan.settings
  const reply = asReceived(await prober.probe(request, { connection: 'fresh', timeouts, signal }))
  signal.throwIfAborted()
  if (reply.error?.kind === 'client') return
  const interpretation = reply.error ? { error: reply.error } : connection.interpret(reply, nonce)
  const context = { id: 'asked', target: target.id, round: 0, intended: 'warm' } as const
  const { error, platform } = toSample(context, reply, interpretation)
  if (!error) return
  const named = platform?.requestId === undefined ? '' : ` (request ${platform.requestId})`
  const reason = error.message.replace(/\.$/, '') + named
  throw new ColdstartError('url-does-not-answer', { target: target.id, reason })
}

/** That this machine was too slow to time a reply says nothing of the address; what came of it does. */
function asReceived({ error, ...reply }: ProbeReply): ProbeReply {
  if (error === undefined || (error.kind === 'client' && reply.phases.downloadMs !== undefined)) return reply
  return { ...reply, error }
}
