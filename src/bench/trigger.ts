import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { StartProber } from '../run/session.ts'
import type { BenchContext } from './session.ts'

/** @throws ColdstartError `bad-arguments` for a queue that is nowhere */
export function refuseQueueWithoutRedis({ trigger, redis }: Pick<BenchConfig, 'trigger' | 'redis'>): void {
  if (trigger === 'queue' && redis === undefined) throw withoutRedis()
}

function withoutRedis(): ColdstartError {
  return new ColdstartError('bad-arguments', {
    reason: '--trigger queue does not say on which Redis.',
    command: 'bench',
    suggestion: '--redis redis://127.0.0.1:6379',
  })
}

/**
 * What sends the invocations of a run: with `trigger: 'queue'` a BullMQ queue on the run's Redis, otherwise what the
 * context says. Redis is asked before anything is deployed.
 * @throws ColdstartError `bad-arguments` without `redis`, and those of `readRedisAccess` and `checkRedis`
 */
export async function withTrigger(
  config: Pick<BenchConfig, 'trigger' | 'redis' | 'ca'>,
  context: BenchContext,
): Promise<BenchContext> {
  if (config.trigger !== 'queue') return context
  const { redis, ca } = config
  if (redis === undefined) throw withoutRedis()
  const [{ readRedisAccess }, { checkRedis }, { startQueueProber }] = await Promise.all([
    import('../queue/redis-address.ts'),
    import('../queue/open-redis.ts'),
    import('../queue/trigger/start-queue-prober.ts'),
  ])
  const access = await readRedisAccess({ redis, option: '--redis', ca: context.ca ?? ca }, context)
  await checkRedis(access)
  const startProber: StartProber = (options) => startQueueProber(access, options)
  return { ...context, startProber }
}
