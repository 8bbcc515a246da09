import { hostname } from 'node:os'
import type { Clock } from '../../core/clock.ts'
import { ColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { Environment } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { startProber } from '../../probe/start-prober.ts'
import type { Connection } from '../../providers/provider.ts'
import { elsewhereOf } from '../../stats/result/machine.ts'
import { KEY_PREFIX, openRedis, refusedBy } from '../open-redis.ts'
import { loadBullMq } from '../queue-packages.ts'
import type { RedisAccess } from '../redis-address.ts'
import type { AllowList } from './allow-list.ts'
import { refuseLossy } from './durability.ts'
import { queueName } from './keys.ts'
import { openRedisTime } from './redis-time.ts'
import { type PresentWorker, presentWorkers, SAYS_EVERY_MS, sayGone, sayPresent } from './registry.ts'
import type { OwnVariables } from './resolve-order.ts'
import { type WorkTools, workOff } from './work-off.ts'
import type { ProbeOrder } from './work-order.ts'

/** How often Redis is looked for by a worker that is to end. */
const LOOK_EVERY_MS = 2000

/** How a worker is set up on its machine. */
export interface WorkerSetup {
  readonly access: RedisAccess
  readonly vantage: string
  readonly allow: AllowList
  readonly variables: OwnVariables
  readonly environment: Environment
  /** Of coldstart. */
  readonly version: string
  /** Goes on although Redis may forget what it confirmed. */
  readonly acceptLoss: boolean
  readonly lockMs: number
  /** To any URL. */
  readonly connection: Connection
  readonly clock: Clock
  readonly onReady: () => void
  readonly onSample: (sample: Sample) => void
  readonly onVoid: (probe: ProbeOrder, reason: string) => void
}

/**
 * Works jobs of a vantage point off, one at a time, until the signal; what is under way is finished first.
 * @returns false where Redis was away at the end: BullMQ goes on looking for it until the process is ended
 * @throws ColdstartError `redis-not-durable`, `redis-refused`, `vantage-taken`
 */
export async function runWorker(setup: WorkerSetup, signal: AbortSignal): Promise<boolean> {
  const { access, vantage, allow, clock } = setup
  const bullmq = loadBullMq(access.packages)
  const [redis, blocking] = [openRedis(access), openRedis(access)]
  const prefix = KEY_PREFIX
  const jobs = new bullmq.Queue<ProbeOrder>(queueName(vantage, setup.version), { connection: redis, prefix })
  jobs.on('error', () => {})
  let prober: Awaited<ReturnType<typeof startProber>> | undefined
  try {
    if (!setup.acceptLoss) await refuseLossy(redis, access.shown)
    const time = await openRedisTime(redis, clock)
    const me = await introduce(redis, setup, time.nowMs())
    prober = await startProber({
      warmUp: ['http', 'https'],
      thread: { entry: 'queue/vantage/prober-worker.js', data: { named: allow.named } },
    })
    const tools: WorkTools = {
      ...setup,
      prober,
      worker: me.worker,
      redis,
      jobs,
      bullmq,
      time,
      connects: new Map(),
    }
    return await takeJobs(me, tools, blocking, { onReady: setup.onReady, signal })
  } catch (error) {
    throw refusedBy(access, error) ?? error
  } finally {
    await prober?.close()
    for (const connection of [redis, blocking]) connection.disconnect()
    await jobs.close().catch(() => {})
  }
}

/** Takes jobs and says that the worker is there, from when it is ready until the signal. */
async function takeJobs(
  me: PresentWorker,
  tools: WorkTools,
  blocking: Redis,
  { onReady, signal }: Pick<WorkerSetup, 'onReady'> & { readonly signal: AbortSignal },
): Promise<boolean> {
  const worker = openWorker(me.vantage, tools, blocking)
  await worker.waitUntilReady()
  const saying = keepSaying(tools.redis, me, tools.time)
  onReady()
  await untilAborted(signal)
  clearInterval(saying)
  return endWorker(worker, me, tools)
}

/**
 * Finishes what is under way, and says that the worker has gone.
 * @returns false where Redis is away, so that nothing can be handed in or said
 */
async function endWorker(
  worker: ReturnType<typeof openWorker>,
  { worker: name }: PresentWorker,
  { redis, clock }: WorkTools,
): Promise<boolean> {
  const ended = new AbortController()
  const inGoodOrder = worker.close().then(() => sayGone(redis, name))
  const isAway = untilAway(redis, clock, ended.signal)
  await Promise.race([inGoodOrder, isAway]).catch(() => {})
  ended.abort()
  return redis.status === 'ready'
}

/** Resolves once Redis was not there at two looks that follow one another; rejects with the signal. */
async function untilAway(redis: Redis, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < 2; looks = redis.status === 'ready' ? 0 : looks + 1)
    await clock.sleep(LOOK_EVERY_MS, signal)
}

/** Takes one job at a time, and none that another worker has begun. */
function openWorker(vantage: string, tools: WorkTools, connection: Redis) {
  const worker = new tools.bullmq.Worker<ProbeOrder>(
    queueName(vantage, tools.version),
    (job, token = '') => workOff(job, token, tools),
    {
      connection,
      prefix: KEY_PREFIX,
      concurrency: 1,
      maxStalledCount: 0,
      lockDuration: tools.lockMs,
      stalledInterval: tools.lockMs,
    },
  )
  worker.on('error', () => {})
  return worker
}

/** Says again and again that the worker is there. */
function keepSaying(redis: Redis, me: PresentWorker, time: WorkTools['time']): NodeJS.Timeout {
  const again = async () => {
    await time.update()
    await sayPresent(redis, { ...me, seenMs: time.nowMs() })
  }
  return setInterval(() => {
    again().catch(() => {})
  }, SAYS_EVERY_MS)
}

type Redis = ReturnType<typeof openRedis>

/** A vantage point is one kind of machine at one place: its samples are compared with each other. */
async function introduce(
  redis: Redis,
  { vantage, environment, version, acceptLoss }: WorkerSetup,
  nowMs: number,
): Promise<PresentWorker> {
  const { workers } = await presentWorkers(redis, nowMs, version)
  const others = workers.filter((other) => other.vantage === vantage)
  const differences = others[0] ? elsewhereOf(others[0].environment, environment) : []
  if (differences.length > 0) throw new ColdstartError('vantage-taken', { vantage, differences })
  const worker = `${vantage}.${hostname()}.${randomName(8)}`
  const me = { worker, vantage, version, environment, acceptsLoss: acceptLoss, seenMs: nowMs }
  await sayPresent(redis, me)
  return me
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
