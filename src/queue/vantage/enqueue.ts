import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { inChunks } from './in-chunks.ts'
import { jobId, KEPT_MS, keys } from './keys.ts'
import type { RedisTime } from './redis-time.ts'
import type { ProbeOrder, WorkOrder } from './work-order.ts'

/** The queues of a run's vantage points, by name. */
export type QueuesByVantage = ReadonlyMap<string, Queue<ProbeOrder>>

/**
 * Puts a run's order into Redis: before the run has a file, so that a file whose order is missing tells of a loss.
 * @param lastDueMs when the last of the run is due, by the clock of Redis
 */
export async function announceRun(order: WorkOrder, lastDueMs: number, redis: Redis): Promise<void> {
  await setKept(redis, keys.order(order.run), JSON.stringify(order), lastDueMs)
}

/**
 * Puts a run's jobs into the queues of its vantage points, unless they all are there, or the run is not. A coordinator
 * that was killed over it does it again: a job has the id of its sample, and the second of one id is none.
 * @param probes those that are wanted still, in the order of the plan
 * @param lastDueMs when the last of the run is due, by the clock of Redis
 */
export async function enqueueRun(
  run: string,
  probes: Iterable<ProbeOrder>,
  queues: QueuesByVantage,
  { redis, time, lastDueMs }: { readonly redis: Redis; readonly time: RedisTime; readonly lastDueMs: number },
): Promise<void> {
  const [isThere, isDone] = [await redis.exists(keys.order(run)), await redis.exists(keys.enqueued(run))]
  if (isThere === 0 || isDone === 1) return
  await inChunks(probes, (chunk) => addChunk(chunk, queues, time.nowMs()))
  await setKept(redis, keys.enqueued(run), '1', lastDueMs)
}

async function setKept(redis: Redis, key: string, value: string, lastDueMs: number): Promise<void> {
  await redis.set(key, value)
  await redis.pexpireat(key, Math.ceil(lastDueMs + KEPT_MS))
}

async function addChunk(chunk: readonly ProbeOrder[], queues: QueuesByVantage, nowMs: number): Promise<void> {
  const byVantage = groupBy(chunk)
  const added = [...byVantage].map(([vantage, probes]) =>
    queues.get(vantage)?.addBulk(
      probes.map((probe) => ({
        name: 'probe',
        data: probe,
        opts: {
          jobId: jobId(probe.run, probe.sample),
          delay: Math.max(0, Math.round(probe.dueMs - nowMs)),
          attempts: 1,
          removeOnComplete: { age: KEPT_MS / 1000 },
          removeOnFail: { age: KEPT_MS / 1000 },
        },
      })),
    ),
  )
  await Promise.all(added)
}

/** Removes what a run has in Redis, once all of it is in the run file, and leaves a mark that says so. */
export async function removeRun(
  run: string,
  probes: Iterable<ProbeOrder>,
  queues: QueuesByVantage,
  redis: Redis,
): Promise<void> {
  await redis.set(keys.collected(run), '1', 'PX', KEPT_MS)
  await inChunks(probes, async (chunk) => {
    await Promise.all(
      chunk.map(({ vantage, sample }) =>
        queues
          .get(vantage)
          ?.remove(jobId(run, sample))
          .catch(() => 0),
      ),
    )
    await redis.del(...chunk.map(({ sample }) => keys.intent(run, sample)))
  })
  await redis.del(
    keys.order(run),
    keys.results(run),
    keys.log(run),
    keys.reasons(run),
    keys.last(run),
    keys.enqueued(run),
  )
}

function groupBy(chunk: readonly ProbeOrder[]): Map<string, ProbeOrder[]> {
  const groups = new Map<string, ProbeOrder[]>()
  for (const probe of chunk) groups.set(probe.vantage, [...(groups.get(probe.vantage) ?? []), probe])
  return groups
}
