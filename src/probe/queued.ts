import type { Interpretation, ProbeReply } from '../core/probe-request.ts'
import type { Breakdown, QueueMoments } from '../core/wait-parts.ts'
import { type BreakdownInput, breakDownWait } from './breakdown.ts'

/**
 * The moments of a sample that a queue triggered, ms after enqueuing began; undefined of every other. The function's
 * start is told from the end of what it reports: its first reply byte less its handler's time.
 */
export function queueMomentsOf(
  { queue }: Pick<ProbeReply, 'queue'>,
  { instance, afterAnswerMs = 0 }: Interpretation,
): QueueMoments | undefined {
  if (!queue) return undefined
  const { enqueuedMs, pickedUpMs, firstByteMs, doneMs } = queue
  const startedMs =
    firstByteMs === undefined || instance?.handlerMs === undefined
      ? undefined
      : Math.max(pickedUpMs, firstByteMs + afterAnswerMs - instance.handlerMs)
  return { enqueuedMs, pickedUpMs, ...(startedMs === undefined ? {} : { startedMs }), doneMs }
}

/**
 * Where the wait from enqueuing to done went: the queue until its worker's request was written, then that request as any
 * other, and in `restMs` the way of the news that it is done.
 */
export function breakDownQueued(
  queue: NonNullable<ProbeReply['queue']>,
  input: BreakdownInput,
): Breakdown | undefined {
  const { sentMs, firstByteMs, doneMs } = queue
  if (sentMs === undefined || firstByteMs === undefined) return undefined
  const phases = { waitMs: firstByteMs - sentMs }
  const inside = breakDownWait({ ...input, reply: { ...input.reply, phases } })
  if (!inside) return undefined
  return { queueMs: sentMs, ...inside, restMs: (inside.restMs ?? 0) + doneMs - firstByteMs }
}
