import type { Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Clock } from '../../core/clock.ts'
import { messageOf } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import { wasReached } from '../../core/reply-end.ts'
import type { Sample } from '../../core/sample.ts'
import type { BullMq } from '../queue-packages.ts'
import type { AllowList } from './allow-list.ts'
import { putResult, takeIntent } from './fence.ts'
import { ENDED, jobId, KEPT_MS, keys } from './keys.ts'
import { type ProbeTools, type ReadyProbe, readyProbe } from './probe-once.ts'
import type { RedisTime } from './redis-time.ts'
import { type OwnVariables, resolveOrder } from './resolve-order.ts'
import { type ProbeOrder, probeOrder, type WorkOrder, workOrder } from './work-order.ts'

/** A job that cannot begin yet is looked at again after so long. */
const AGAIN_MS = 250
/** What a clock may be early by, and an idle period short. */
const SLACK_MS = 5

/** What a worker works with. */
export interface WorkTools extends ProbeTools {
  readonly worker: string
  readonly redis: Redis
  readonly jobs: Queue<ProbeOrder>
  readonly bullmq: BullMq
  readonly time: RedisTime
  readonly clock: Clock
  readonly allow: AllowList
  readonly variables: OwnVariables
  /** Of coldstart, here. */
  readonly version: string
  /** A worker that says nothing for so long has lost its job, ms. */
  readonly lockMs: number
  /** Told each sample that was handed in, and each that is void. */
  onSample(sample: Sample): void
  onVoid(probe: ProbeOrder, reason: string): void
}

/**
 * Does one job: waits until it is due and its target was idle for long enough, writes the intent, sends the request
 * once, hands the sample in. Whatever goes wrong after the intent leaves the sample void; it is never sent again.
 * @throws Error that fails the job; BullMQ's `DelayedError` where it is not due yet
 */
export async function workOff(job: Job<ProbeOrder>, lock: string, tools: WorkTools): Promise<void> {
  const probe = probeOrder.parse(job.data)
  await standBack(job, probe, lock, tools)
  try {
    const ready = await prepare(probe, tools)
    await sendOnce(probe, ready, lock, tools)
  } catch (error) {
    const reason = messageOf(error)
    await tools.redis.hset(keys.reasons(probe.run), probe.sample, reason)
    await tools.redis.pexpire(keys.reasons(probe.run), KEPT_MS)
    tools.onVoid(probe, reason)
    throw error
  }
}

/** Puts a job back that another must come before, and waits out the last moments of one that is nearly due. */
async function standBack(
  job: Job<ProbeOrder>,
  { run, after, intended, target, plannedIdleMs = 0, dueMs }: ProbeOrder,
  lock: string,
  { redis, jobs, bullmq, time, clock }: WorkTools,
): Promise<void> {
  const putBack = async (delayMs: number): Promise<never> => {
    await job.moveToDelayed(clock.wallMs() + delayMs, lock)
    throw new bullmq.DelayedError()
  }
  if (after !== undefined && !ENDED.has(await jobs.getJobState(jobId(run, after)))) await putBack(AGAIN_MS)
  if (intended === 'cold') {
    const last = await redis.hget(keys.last(run), target)
    const leftMs = last === null ? 0 : Number(last) + plannedIdleMs - time.nowMs()
    if (leftMs > SLACK_MS) await putBack(leftMs)
  }
  const earlyMs = dueMs - time.nowMs()
  if (earlyMs > AGAIN_MS) await putBack(earlyMs)
  if (earlyMs > 0) await clock.sleep(earlyMs)
}

async function prepare(probe: ProbeOrder, tools: WorkTools): Promise<ReadyProbe> {
  const order = await orderOf(probe.run, tools)
  const ready = await readyProbe(probe, order, resolveOrder(order, probe.target, tools.variables), tools)
  if (tools.allow.allows(ready.url)) return ready
  const { origin } = new URL(ready.url)
  throw new Error(
    `The worker at ${probe.vantage} sends nothing to ${origin}, which its --allow does not name.`,
  )
}

async function orderOf(run: string, { redis, version }: WorkTools): Promise<WorkOrder> {
  const text = await redis.get(keys.order(run))
  if (text === null) throw new Error(`Redis has nothing of the run ${run} but this job.`)
  const read = workOrder.safeParse(JSON.parse(text))
  if (!read.success || read.data.version !== version)
    throw new Error(`The run ${run} is not one that coldstart ${version}, which this worker is, has planned.`)
  return read.data
}

async function sendOnce(probe: ProbeOrder, ready: ReadyProbe, lock: string, tools: WorkTools): Promise<void> {
  const { redis, time, clock, worker, lockMs } = tools
  const queue = tools.jobs.name
  const askedAtMs = clock.monotonicMs()
  const writer = `${worker}.${randomName(8)} ${Math.round(time.nowMs())}`
  if (!(await takeIntent(redis, probe, { queue, lock, writer })))
    throw new Error('Its lock was lost, or it had been taken before: nothing was sent.')
  const last = await redis.hget(keys.last(probe.run), probe.target)
  // A process that stood still since then may have lost its lock, and its sample may be void by now.
  if (clock.monotonicMs() - askedAtMs > lockMs / 2)
    throw new Error('The worker stood still between its intent and the request: nothing was sent.')
  const nowMs = time.nowMs()
  const idle = last === null ? {} : { idleMs: Math.max(0, nowMs - Number(last)) }
  const { sample, endedAtMs } = await ready.send({ ...idle, lateMs: Math.max(0, nowMs - probe.dueMs) })
  const repliedAtMs = wasReached(sample) ? endedAtMs + time.offsetMs() : undefined
  if (!(await putResult(redis, probe, queue, { sample, repliedAtMs })))
    throw new Error('It was sent, and its lock was lost before the reply was handed in.')
  tools.onSample(sample)
}
