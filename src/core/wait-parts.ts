import { z } from 'zod'

const ms = z.number().nonnegative()

/**
 * Where `waitMs` went. The parts sum to `waitMs` (within the round trip) unless `note` says why not.
 * `platformMs` is everything before the process existed, the network's round trip included.
 */
export const breakdown = z.strictObject({
  /** Only where a queue triggered the function: from the job being enqueued to the request that its worker sends. */
  queueMs: ms.exactOptional(),
  platformMs: ms.exactOptional(),
  bootMs: ms.exactOptional(),
  loadMs: ms.exactOptional(),
  handlerMs: ms.exactOptional(),
  /** After the process started, and named by no part: the runtime's own loop, the way of the reply. */
  restMs: ms.exactOptional(),
  note: z.string().exactOptional(),
})
/** Where a wait went, part by part, ms; what is not known is left out. */
export type Breakdown = z.infer<typeof breakdown>

/** Moments of an invocation that a queue triggered, ms after the producer began to enqueue its job. */
export const queueMoments = z.strictObject({
  /** Redis had confirmed the job. */
  enqueuedMs: ms,
  /** The queue's worker had taken it. */
  pickedUpMs: ms,
  /** The function's handler began; left out where the function does not report. */
  startedMs: ms.exactOptional(),
  /** The producer had heard that it is done: the sample's wait. */
  doneMs: ms,
})
/** The moments of a job on its way through a queue, ms after the producer began to enqueue it. */
export type QueueMoments = z.infer<typeof queueMoments>
