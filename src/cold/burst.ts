import { ColdstartError } from '../core/errors.ts'
import { recordedWays } from '../core/way-facts.ts'
import { defineWay, share } from './cold-way.ts'

/** Many requests at once to a target left idle: each needs an instance of its own. */
export const burst = defineWay({
  name: 'burst',
  title: 'burst',
  facts: recordedWays.burst,
  cluster: true,
  options: {
    burst: {
      kind: 'count',
      default: 0,
      flag: '--burst <n>',
      help: 'number of concurrent invocations in a burst',
      describe: 'Concurrent requests in a burst',
    },
  },
  isImplied: ({ burst: size }) => size > 0,
  plannedWays({ burst: size }, periodsMs) {
    if (size === 0)
      throw new ColdstartError('bad-arguments', {
        reason: 'A burst needs a size: --burst 50.',
        command: 'bench',
      })
    return [{ coldBy: 'burst', plannedIdleMs: Math.max(...periodsMs) }]
  },
  /**
   * One burst of each replica gives `burst` cold starts; enough bursts to reach the wanted number, at least one. Each
   * is followed by its share of the warm invocations.
   */
  stops({ way, number, replicas }, { cold, warm, burst: size }) {
    const bursts = Math.max(1, Math.ceil(cold / (size * replicas.length)))
    if (number >= bursts) return []
    const before = number * replicas.length
    return replicas.map(({ id }, index) => {
      return { target: id, way, cold: size, warm: share(warm, bursts * replicas.length, before + index) }
    })
  },
  /**
   * The requests beyond an account's concurrency would be throttled. A provider gives the figure as the target's
   * `accountConcurrency`, where it knows it.
   */
  check(targets, { burst: size }) {
    for (const { id, facts, platform } of targets) {
      const most = facts?.accountConcurrency
      if (most === undefined || size <= most) continue
      const owner =
        platform === 'local'
          ? `the local engine, in the memory that it may take for ${id},`
          : `the account of ${id}`
      throw new ColdstartError('bad-arguments', {
        reason: `A burst of ${size} is more than the ${most} invocations that ${owner} may run at once.`,
        suggestion: `--burst ${most}`,
      })
    }
  },
  prepare: ({ way, waitIdle }) => waitIdle(way.plannedIdleMs ?? 0),
})
