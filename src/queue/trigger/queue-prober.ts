import type { Queue, QueueEvents } from 'bullmq'
import { messageOf } from '../../core/errors.ts'
import type { ProbeReply, ProbeRequest, QueuedReply } from '../../core/probe-request.ts'
import { createLoopDelayMonitor } from '../../probe/loop-delay.ts'
import { DEFAULT_TIMEOUTS, type ProbeOptions, type Prober, type StopSignal } from '../../probe/prober.ts'
import { warmUpPath } from '../../probe/warm-up.ts'
import { KEY_PREFIX, openRedis } from '../open-redis.ts'
import { loadBullMq } from '../queue-packages.ts'
import { type Outage, watchForOutage } from './redis-outage.ts'
import { type Consumer, startConsumer } from './start-consumer.ts'
import type { TriggerJob, TriggerSetup } from './trigger-messages.ts'

/** Finished jobs that stay in the queue: whoever waits for one must still find it. */
const KEPT_JOBS = 1000
/** The queue's own way, beyond what the request may take. */
const QUEUE_TIMEOUT_MS = 30_000
/** How long Redis is waited for at the end, for each of two steps. */
const CLOSED_WITHIN_MS = 3000
/** How long Redis may take until both ends of the queue are there. */
const READY_WITHIN_MS = 30_000

/** Both ends of a queue as the producer sees them. */
interface Line {
  readonly jobs: Queue<TriggerJob>
  readonly events: QueueEvents
  readonly consumer: Consumer
  readonly outage: Outage
  /** The clock that the worker's process shares, ms. */
  machineMs(): number
}

/**
 * A prober that sends nothing itself: each request is a job of a BullMQ queue, whose worker (another process) calls the
 * function. The reply's wait is from enqueuing to the news that the job is done.
 * @param machineMs the clock that all processes of the machine share, ms
 */
export async function createQueueProber(setup: TriggerSetup, machineMs: () => number): Promise<Prober> {
  const bullmq = loadBullMq(setup.access.packages)
  const connections = [openRedis(setup.access), openRedis(setup.access)] as const
  const jobs = new bullmq.Queue<TriggerJob>(setup.queue, { connection: connections[0], prefix: KEY_PREFIX })
  const events = new bullmq.QueueEvents(setup.queue, { connection: connections[1], prefix: KEY_PREFIX })
  // BullMQ prints what nobody listens to.
  jobs.on('error', () => {})
  events.on('error', () => {})
  const outage = watchForOutage(connections[0])
  const consumer = await within(READY_WITHIN_MS, startConsumer(setup))
  const line: Line = { jobs, events, consumer, outage, machineMs }
  const ready = Promise.all([jobs.waitUntilReady(), events.waitUntilReady()])
  await within(READY_WITHIN_MS, ready)
  const monitor = createLoopDelayMonitor()
  let calls = 0
  const prober: Prober = {
    async warmUp(schemes) {
      await warmUpPath(prober, schemes)
      monitor.reset()
    },
    async probe(request, options) {
      const close = monitor.open()
      const reply = await send(++calls, request, options, line)
      return { ...reply, loopDelayMs: close().maxMs }
    },
    burst: (requests, options) => Promise.all(requests.map((one) => prober.probe(one, options))),
    loopDelay: async () => monitor.total(),
    async close() {
      line.consumer.stop()
      // A Redis that is away keeps the queue, as it keeps that of a run which was killed.
      await within(CLOSED_WITHIN_MS, line.jobs.obliterate({ force: true })).catch(() => {})
      const closed = Promise.all([line.jobs.close(), line.events.close()])
      await within(CLOSED_WITHIN_MS, closed).catch(() => {})
      for (const connection of connections) connection.disconnect()
    },
  }
  return prober
}

async function send(
  call: number,
  request: ProbeRequest,
  { connection, timeouts = {}, maxBodyBytes, signal }: ProbeOptions,
  line: Line,
): Promise<ProbeReply> {
  const startedAt = new Date()
  const begunMs = line.machineMs()
  try {
    const given = { connection, timeouts, ...(maxBodyBytes && { maxBodyBytes }) }
    const { replied } = await line.consumer.hold(call, request, given)
    const enqueueMs = line.machineMs()
    const mostMs = (timeouts.totalMs ?? DEFAULT_TIMEOUTS.totalMs) + QUEUE_TIMEOUT_MS
    const done = await line.outage.endsIt(within(mostMs, enqueue(call, line, mostMs), signal))
    const { reply, moments } = await replied
    const since = (at: number) => Math.max(0, at - enqueueMs)
    const queue: QueuedReply = {
      enqueuedMs: since(done.enqueuedMs),
      pickedUpMs: since(moments.pickedUpMs),
      ...(moments.sentMs !== undefined && { sentMs: since(moments.sentMs) }),
      ...(moments.firstByteMs !== undefined && { firstByteMs: since(moments.firstByteMs) }),
      doneMs: since(done.doneMs),
    }
    const phases = reply.error ? {} : { waitMs: queue.doneMs, totalMs: queue.doneMs }
    return { ...reply, request, startedAt: startedAt.toISOString(), queue, phases }
  } catch (error) {
    return lost(request, startedAt, line.machineMs() - begunMs, error)
  }
}

/** @returns when Redis had confirmed the job, and when it was heard that it is done */
async function enqueue(call: number, { jobs, events, machineMs }: Line, mostMs: number) {
  const job = await jobs.add('invoke', { call }, { attempts: 1, removeOnComplete: { count: KEPT_JOBS } })
  const enqueuedMs = machineMs()
  await job.waitUntilFinished(events, mostMs)
  return { enqueuedMs, doneMs: machineMs() }
}

/** The work, or a rejection once the time is over or the signal says so: a lost Redis would be waited for without end. */
async function within<Done>(mostMs: number, work: Promise<Done>, signal?: StopSignal): Promise<Done> {
  const over = AbortSignal.timeout(mostMs)
  let stop = () => {}
  const ends = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('The measurement was interrupted.'))
    over.addEventListener('abort', () => reject(over.reason), { once: true })
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
  work.catch(() => {})
  // A run has one signal for all its requests.
  return Promise.race([work, ends]).finally(() => signal?.removeEventListener('abort', stop))
}

function lost(request: ProbeRequest, startedAt: Date, tookMs: number, error: unknown): ProbeReply {
  return {
    request,
    startedAt: startedAt.toISOString(),
    endedAtEpochMs: startedAt.getTime() + tookMs,
    connection: 'fresh',
    phases: {},
    headers: {},
    body: new Uint8Array(),
    bytes: 0,
    error: { kind: 'timeout', message: `The queue did not finish the job: ${messageOf(error)}` },
  }
}
