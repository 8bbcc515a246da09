import type { QueuesByVantage } from './enqueue.ts'
import { jobId } from './keys.ts'
import type { OutcomeReader } from './read-outcomes.ts'
import type { ProbeOrder } from './work-order.ts'

/** Jobs that are looked at in one go. */
const CHUNK = 500
/** How it stands with a job that has ended, or is not there. */
const ENDED = new Set(['completed', 'failed', 'unknown'])

/**
 * The outcomes of a run that is to end now: jobs that no worker holds are taken out of the queues, and their samples are
 * void. What a worker has begun is waited for, until it is handed in or the worker's lock is lost.
 */
export function cancelled(run: string, queues: QueuesByVantage, outcomes: OutcomeReader): OutcomeReader {
  return {
    readSamples: () => outcomes.readSamples(),
    async readVoids(open, nowMs) {
      await withdraw(run, open.values(), queues)
      return outcomes.readVoids(open, nowMs, true)
    },
  }
}

async function withdraw(run: string, probes: Iterable<ProbeOrder>, queues: QueuesByVantage): Promise<void> {
  let chunk: ProbeOrder[] = []
  const remove = async () => {
    await Promise.all(chunk.map((probe) => withdrawOne(run, probe, queues)))
    chunk = []
  }
  for (const probe of probes) {
    chunk.push(probe)
    if (chunk.length === CHUNK) await remove()
  }
  await remove()
}

/** What failed stays, since a job that has failed takes no result any more; BullMQ removes none that is locked. */
async function withdrawOne(
  run: string,
  { vantage, sample }: ProbeOrder,
  queues: QueuesByVantage,
): Promise<void> {
  const queue = queues.get(vantage)
  const id = jobId(run, sample)
  if (!queue || ENDED.has(await queue.getJobState(id))) return
  await queue.remove(id)
}
