import type { QueuesByVantage } from './enqueue.ts'
import { inChunks } from './in-chunks.ts'
import { ENDED, jobId } from './keys.ts'
import type { OutcomeReader } from './read-outcomes.ts'
import type { ProbeOrder } from './work-order.ts'

/**
 * The outcomes of a run that is to end now: jobs that no worker holds are taken out of the queues, and their samples are
 * void. What a worker has begun is waited for, until it is handed in or the worker's lock is lost.
 */
export function cancelled(run: string, queues: QueuesByVantage, outcomes: OutcomeReader): OutcomeReader {
  return {
    readSamples: () => outcomes.readSamples(),
    async readVoids(open, nowMs) {
      await inChunks(open.values(), (chunk) =>
        Promise.all(chunk.map((probe) => withdraw(run, probe, queues))),
      )
      return outcomes.readVoids(open, nowMs, true)
    },
  }
}

/** What failed stays, since a job that has failed takes no result any more; BullMQ removes none that is locked. */
async function withdraw(
  run: string,
  { vantage, sample }: ProbeOrder,
  queues: QueuesByVantage,
): Promise<void> {
  const queue = queues.get(vantage)
  const id = jobId(run, sample)
  if (!queue || ENDED.has(await queue.getJobState(id))) return
  await queue.remove(id)
}
