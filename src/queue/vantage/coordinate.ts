import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Clock } from '../../core/clock.ts'
import { ColdstartError } from '../../core/errors.ts'
import { KEY_PREFIX, openRedis } from '../open-redis.ts'
import { loadBullMq } from '../queue-packages.ts'
import type { RedisAccess } from '../redis-address.ts'
import { refuseLossy } from './durability.ts'
import type { QueuesByVantage } from './enqueue.ts'
import { queueName } from './keys.ts'
import { openRedisTime, type RedisTime } from './redis-time.ts'
import { type PresentWorker, presentWorkers } from './registry.ts'
import type { ProbeOrder } from './work-order.ts'

/** The coordinator's line to its workers. */
export interface Coordination {
  readonly redis: Redis
  readonly time: RedisTime
  /** The queues of these vantage points for workers of this version of coldstart. */
  queuesOf(vantages: readonly string[], version: string): QueuesByVantage
  close(): Promise<void>
}

/**
 * Opens it, on a Redis that loses nothing unless loss is accepted.
 * @throws ColdstartError `redis-not-durable`
 */
export async function openCoordination(
  access: RedisAccess,
  clock: Clock,
  acceptLoss: boolean,
): Promise<Coordination> {
  const bullmq = loadBullMq(access.packages)
  const redis = openRedis(access)
  const queues = new Map<string, Queue<ProbeOrder>>()
  const close = async () => {
    for (const queue of queues.values()) await queue.close().catch(() => {})
    redis.disconnect()
  }
  try {
    if (!acceptLoss) await refuseLossy(redis, access.shown)
    const time = await openRedisTime(redis, clock)
    return {
      redis,
      time,
      close,
      queuesOf(vantages, version) {
        for (const vantage of vantages) {
          if (queues.has(vantage)) continue
          const options = { connection: redis, prefix: KEY_PREFIX }
          const queue = new bullmq.Queue<ProbeOrder>(queueName(vantage, version), options)
          queue.on('error', () => {})
          queues.set(vantage, queue)
        }
        return queues
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * A worker of each vantage point that is wanted, or of each that is there.
 * @param version of coldstart, which they must be of
 * @throws ColdstartError `no-workers`, `workers-of-another-version`
 */
export async function findVantages(
  { redis, time }: Pick<Coordination, 'redis' | 'time'>,
  wanted: readonly string[] | undefined,
  version: string,
): Promise<readonly PresentWorker[]> {
  const { workers, others } = await presentWorkers(redis, time.nowMs(), version)
  const present = [...new Set(workers.map(({ vantage }) => vantage))].sort()
  const vantages = wanted ?? present
  const strangers = others
    .filter(({ vantage }) => (wanted?.includes(vantage) ?? true) && !present.includes(vantage))
    .map((worker) => `${worker.vantage} (coldstart ${worker.version})`)
  if (strangers.length > 0) throw new ColdstartError('workers-of-another-version', { strangers, version })
  const missing = vantages.filter((vantage) => !present.includes(vantage))
  if (vantages.length === 0 || missing.length > 0)
    throw new ColdstartError('no-workers', { missing, present })
  return vantages.map((name) => workers.find(({ vantage }) => vantage === name) as PresentWorker)
}
