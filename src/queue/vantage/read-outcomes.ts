import type { Redis } from 'ioredis'
import { type Sample, sample as sampleSchema } from '../../core/sample.ts'
import type { QueuesByVantage } from './enqueue.ts'
import { jobId, keys, sampleOfJob } from './keys.ts'
import type { ProbeOrder } from './work-order.ts'

/** Samples that are read in one go, and overdue jobs that are looked after. */
const CHUNK = 1000
const LOOKED_AFTER = 50
/** So long after its due time it is asked whether a job is there at all. */
const OVERDUE_MS = 60_000

/** Reads what has come of a run's jobs. Only reads; so it may end and begin at any moment. */
export interface OutcomeReader {
  /** Samples that were handed in since the last call, in that order. */
  readSamples(): Promise<readonly Sample[]>
  /** Those of the open ones that no sample will come of any more, as void samples. */
  readVoids(open: ReadonlyMap<string, ProbeOrder>, nowMs: number): Promise<readonly Sample[]>
}

/** @param connection policy of the run, for samples that were never sent */
export function readOutcomes(
  run: string,
  queues: QueuesByVantage,
  redis: Redis,
  connection: Sample['connection'],
): OutcomeReader {
  let read = 0
  return {
    async readSamples() {
      const ids = await redis.lrange(keys.log(run), read, read + CHUNK - 1)
      if (ids.length === 0) return []
      const texts = await redis.hmget(keys.results(run), ...ids)
      read += ids.length
      return texts.flatMap((text) => parseSample(text))
    },
    async readVoids(open, nowMs) {
      const failed: ProbeOrder[] = []
      // First what failed, then what was handed in: after a job has failed nothing is taken of it any more.
      for (const vantage of queues.keys())
        for (const job of await redis.zrange(keys.failed(vantage), '0', '-1')) {
          const probe = open.get(sampleOfJob(run, job) ?? '')
          if (probe) failed.push(probe)
        }
      const gone = await findGone(open, queues, nowMs)
      const voids = await Promise.all([
        ...failed.map((probe) =>
          voidOf(probe, redis, connection, 'its worker ended or stood still before its reply was handed in'),
        ),
        ...gone.map((probe) => voidOf(probe, redis, connection, 'its job is not in Redis any more')),
      ])
      return voids.flat()
    },
  }
}

/** Overdue jobs that Redis does not have: it was emptied, or forgot them. */
async function findGone(
  open: ReadonlyMap<string, ProbeOrder>,
  queues: QueuesByVantage,
  nowMs: number,
): Promise<readonly ProbeOrder[]> {
  const overdue: ProbeOrder[] = []
  for (const probe of open.values()) {
    if (nowMs - probe.dueMs > OVERDUE_MS) overdue.push(probe)
    if (overdue.length === LOOKED_AFTER) break
  }
  const states = await Promise.all(
    overdue.map((probe) => queues.get(probe.vantage)?.getJobState(jobId(probe.run, probe.sample))),
  )
  return overdue.filter((_, index) => states[index] === 'unknown')
}

async function voidOf(
  probe: ProbeOrder,
  redis: Redis,
  connection: Sample['connection'],
  why: string,
): Promise<readonly Sample[]> {
  const { run, sample: id, at, round, vantage, intended, coldBy, plannedIdleMs, dueMs } = probe
  const [handedIn, intent, reason] = await Promise.all([
    redis.hget(keys.results(run), id),
    redis.get(keys.intent(run, id)),
    redis.hget(keys.reasons(run), id),
  ])
  // It is in the log and will be read there.
  if (handedIn !== null) return []
  const atMs = intent === null ? dueMs : Number(intent.split(' ').at(-1)) || dueMs
  const wasSent = intent === null ? 'It was not sent' : 'It may have been sent'
  return [
    {
      id,
      target: at,
      round,
      vantage,
      intended,
      ...(coldBy !== undefined && { coldBy }),
      ...(plannedIdleMs !== undefined && { plannedIdleMs }),
      observed: 'unknown',
      evidence: 'none',
      startedAt: new Date(atMs).toISOString(),
      connection,
      phases: {},
      error: { kind: 'void', message: `${wasSent}, and it is not sent again: ${reason ?? why}` },
    },
  ]
}

function parseSample(text: string | null): readonly Sample[] {
  if (text === null) return []
  const read = sampleSchema.safeParse(JSON.parse(text))
  return read.success ? [read.data] : []
}
