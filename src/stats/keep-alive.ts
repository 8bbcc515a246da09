import type { Sample } from '../core/sample.ts'
import { wayFactsOf } from '../core/way-facts.ts'
import { fitTurnbull, type Lifetime, type MassInterval } from './turnbull.ts'

/** How long a platform keeps an idle instance, as far as probes at chosen idle periods can tell. */
export interface KeepAlive {
  /** Probes after an idle period whose outcome is known. */
  readonly n: number
  /** Of those, how many met a live instance. */
  readonly alive: number
  /** Where the lifetimes end, ms; the survival curve drops by `mass` within each interval. */
  readonly curve: readonly MassInterval[]
  /** The shortest idle period after which at least half were gone, ms; left out if it was not reached. */
  readonly medianMs?: number
  /** The shortest idle period after which at least 95 % were gone, ms; left out if it was not reached. */
  readonly gone95Ms?: number
}

/**
 * What each idle probe says about a lifetime: alive at its real idle time, or gone by then. A probe resets
 * the clock, so each is an interval of its own. Errors and unknown temperatures say nothing.
 */
export function lifetimesOf(samples: readonly Sample[]): Lifetime[] {
  return samples.flatMap((sample) => {
    if (sample.intended !== 'cold' || !isLook(sample) || sample.error) return []
    return sample.idleMs === undefined ? [] : lifetimeOf(sample.observed, sample.idleMs)
  })
}

function isLook({ coldBy }: Sample): boolean {
  return coldBy !== undefined && wayFactsOf(undefined, coldBy).isLook === true
}

/** One probe after `idleMs` that met an instance of this temperature. */
export function lifetimeOf(observed: Sample['observed'], idleMs: number): Lifetime[] {
  if (observed === 'unknown') return []
  return observed === 'warm' ? [{ aliveAt: idleMs }] : [{ aliveAt: 0, goneAt: idleMs }]
}

/**
 * Survival curve by Turnbull's NPMLE, its median, and the idle period that ends 95 % of lifetimes. Both are
 * upper ends of the interval where the curve passes the share: safe to wait, perhaps longer than needed.
 * @returns undefined when no probe says anything
 * @throws ColdstartError `not-a-number`, `bad-lifetime`
 */
export function summariseKeepAlive(lifetimes: readonly Lifetime[]): KeepAlive | undefined {
  if (lifetimes.length === 0) return undefined
  const curve = fitTurnbull(lifetimes)
  const medianMs = idleUntilGone(curve, 0.5)
  const gone95Ms = idleUntilGone(curve, 0.95)
  return {
    n: lifetimes.length,
    alive: lifetimes.filter(({ goneAt }) => goneAt === undefined).length,
    curve,
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(gone95Ms === undefined ? {} : { gone95Ms }),
  }
}

function idleUntilGone(curve: readonly MassInterval[], share: number): number | undefined {
  let gone = 0
  for (const { until, mass } of curve) {
    gone += mass
    if (gone >= share - 1e-9) return until === Infinity ? undefined : until
  }
  return undefined
}
