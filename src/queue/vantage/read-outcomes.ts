import type { Redis } from 'ioredis'
import { ColdstartError } from '../../core/errors.ts'
import { type Sample, sample as sampleSchema } from '../../core/sample.ts'
import type { QueuesByVantage } from './enqueue.ts'
import { inChunks } from './in-chunks.ts'
import { jobId, keys, sampleOfJob } from './keys.ts'
import type { ProbeOrder } from './work-order.ts'

/** Samples that are read in one go, and overdue jobs that are looked after. */
const CHUNK = 1000
const LOOKED_AFTER = 50
/** So long after its due time it is asked whether a job is there at all. */
const OVERDUE_MS = 60_000
/** What is due later than this after a loss was not begun by any worker. */
const BEGUN_MS = 1000

/** How the message of a void sample begins whose request never went out. */
export const NOT_SENT = 'It was not sent'

/** Reads what has come of a run's jobs. Only reads; so it may end and begin at any moment. */
export interface OutcomeReader {
  /** Samples that were handed in since the last call, in that order. */
  readSamples(): Promise<readonly Sample[]>
  /**
   * Those of the open ones that no sample will come of any more, as void samples.
   * @param nowMs jobs that were due a while before are looked for, some at each call
   * @param cancelled all that are not in Redis any more, which are void for that
   * @throws ColdstartError `run-collected`
   */
  readVoids(
    open: ReadonlyMap<string, ProbeOrder>,
    nowMs: number,
    cancelled?: boolean,
  ): Promise<readonly Sample[]>
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
    async readVoids(open, nowMs, cancelled = false) {
      const failed: ProbeOrder[] = []
      // First what failed, then what was handed in: after a job has failed nothing is taken of it any more.
      for (const { name } of queues.values())
        for (const job of await redis.zrange(keys.failed(name), '0', '-1')) {
          const probe = open.get(sampleOfJob(run, job) ?? '')
          if (probe) failed.push(probe)
        }
      const gone = await findGone(cancelled ? open.values() : overdue(open, nowMs), queues)
      const why = cancelled ? 'the run was cancelled' : 'its job is not in Redis any more'
      const voids = await Promise.all([
        ...failed.map((probe) =>
          voidOf(probe, redis, connection, 'its worker ended or stood still before its reply was handed in'),
        ),
        ...gone.map((probe) => voidOf(probe, redis, connection, why)),
      ])
      // Asked last: what was read before is true only where the run is there still.
      return (await isLost(run, redis))
        ? [...open.values()].map((probe) => lostOf(probe, nowMs, connection))
        : voids.flat()
    },
  }
}

/** Whether Redis has nothing of a run although nobody has collected it. */
async function isLost(run: string, redis: Redis): Promise<boolean> {
  if ((await redis.exists(keys.order(run))) === 1) return false
  if ((await redis.exists(keys.collected(run))) === 1) throw new ColdstartError('run-collected', { run })
  return true
}

/** Of a run that Redis has lost, with the intents: only what was not due yet is known not to have been sent. */
function lostOf(probe: ProbeOrder, nowMs: number, connection: Sample['connection']): Sample {
  const mayBeSent = probe.dueMs <= nowMs + BEGUN_MS
  return voidSample(probe, { mayBeSent, why: 'Redis has lost the run', connection })
}

/** The first that should have been sent a while ago. */
function overdue(open: ReadonlyMap<string, ProbeOrder>, nowMs: number): readonly ProbeOrder[] {
  const found: ProbeOrder[] = []
  for (const probe of open.values()) {
    if (nowMs - probe.dueMs > OVERDUE_MS) found.push(probe)
    if (found.length === LOOKED_AFTER) break
  }
  return found
}

/** Those whose job Redis does not have: it was emptied, or forgot them, or they were taken out. */
async function findGone(
  probes: Iterable<ProbeOrder>,
  queues: QueuesByVantage,
): Promise<readonly ProbeOrder[]> {
  const gone: ProbeOrder[] = []
  await inChunks(probes, async (chunk) => {
    const states = await Promise.all(
      chunk.map(({ vantage, run, sample }) => queues.get(vantage)?.getJobState(jobId(run, sample))),
    )
    gone.push(...chunk.filter((_, index) => states[index] === 'unknown'))
  })
  return gone
}

async function voidOf(
  probe: ProbeOrder,
  redis: Redis,
  connection: Sample['connection'],
  why: string,
): Promise<readonly Sample[]> {
  const { run, sample: id, dueMs } = probe
  const [handedIn, intent, reason] = await Promise.all([
    redis.hget(keys.results(run), id),
    redis.get(keys.intent(run, id)),
    redis.hget(keys.reasons(run), id),
  ])
  // It is in the log and will be read there.
  if (handedIn !== null) return []
  const atMs = intent === null ? dueMs : Number(intent.split(' ').at(-1)) || dueMs
  return [voidSample(probe, { mayBeSent: intent !== null, why: reason ?? why, connection }, atMs)]
}

function voidSample(
  { sample: id, at, round, vantage, intended, coldBy, plannedIdleMs, dueMs }: ProbeOrder,
  facts: { readonly mayBeSent: boolean; readonly why: string; readonly connection: Sample['connection'] },
  atMs = dueMs,
): Sample {
  const sent = facts.mayBeSent ? 'It may have been sent' : NOT_SENT
  return {
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
    connection: facts.connection,
    phases: {},
    error: { kind: 'void', message: `${sent}, and it is not sent again: ${facts.why}` },
  }
}

function parseSample(text: string | null): readonly Sample[] {
  if (text === null) return []
  const read = sampleSchema.safeParse(JSON.parse(text))
  return read.success ? [read.data] : []
}
