import { randomName } from '../../core/ids.ts'
import type { Prober, Scheme } from '../../probe/prober.ts'
import { startProber } from '../../probe/start-prober.ts'
import { checkRedis } from '../open-redis.ts'
import type { RedisAccess } from '../redis-address.ts'
import type { TriggerSetup } from './trigger-messages.ts'

/**
 * Starts both ends of a queue of this run's own: a thread that enqueues and hears what is done, and a process that
 * works the jobs off. Closing the prober removes the queue.
 * @throws ColdstartError `redis-unreachable`, `redis-refused` where Redis is lost before anything is measured
 */
export async function startQueueProber(
  access: RedisAccess,
  options: { readonly warmUp: readonly Scheme[] },
): Promise<Prober> {
  const data: TriggerSetup = { access, queue: `trigger-${randomName(12)}` }
  const thread = { entry: 'queue/trigger/producer-worker.js', data }
  let prober: Prober | undefined
  try {
    prober = await startProber({ ...options, thread })
    await checkRedis(access)
    return prober
  } catch (error) {
    await prober?.close()
    // What went wrong in the thread is most often that Redis is away, and is said better then.
    await checkRedis(access)
    throw error
  }
}
