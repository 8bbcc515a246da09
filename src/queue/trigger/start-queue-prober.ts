import { randomName } from '../../core/ids.ts'
import type { Prober, Scheme } from '../../probe/prober.ts'
import { startProber } from '../../probe/start-prober.ts'
import type { RedisAccess } from '../redis-address.ts'
import type { TriggerSetup } from './trigger-messages.ts'

/**
 * Starts both ends of a queue of this run's own: a thread that enqueues and hears what is done, and a process that
 * works the jobs off. Closing the prober removes the queue.
 */
export function startQueueProber(
  access: RedisAccess,
  options: { readonly warmUp: readonly Scheme[] },
): Promise<Prober> {
  const data: TriggerSetup = { access, queue: `trigger-${randomName(12)}` }
  return startProber({ ...options, thread: { entry: 'queue/trigger/producer-worker.js', data } })
}
