import type { RunFile } from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'
import type { Target } from '../core/target.ts'
import { groupTargets } from '../core/target-groups.ts'
import { goneAtLeast, lifetimesOf, type MassInterval, summariseKeepAlive } from '../stats/index.ts'

/** What a search found out about one function, durations in ms. */
export interface KeepAliveFinding {
  readonly target: string
  readonly platform: Target['platform']
  readonly replicas: number
  /** Looks after an idle period whose outcome is known, and how many of them met a live instance. */
  readonly looks: number
  readonly alive: number
  readonly errors: number
  readonly longestTriedMs: number
  /** The middle of the lifetimes lies between these two; no upper end where it was not reached. */
  readonly medianBetween?: { readonly afterMs: number; readonly untilMs?: number }
  /** After so long an idle period at least 95 % were gone; left out where that was not reached, or the looks cannot show it. */
  readonly gone95Ms?: number
  /** The looks behind the idle period that ends 95 % of the estimated curve, and the share gone that they show at least. */
  readonly tail?: {
    readonly idleMs: number
    readonly looks: number
    readonly gone: number
    /** One-sided, 95 % confidence. */
    readonly atLeast: number
  }
  /** The survival curve (Turnbull's NPMLE): within each interval this share of the lifetimes ends, where is unknown. */
  readonly curve: readonly { readonly afterMs: number; readonly untilMs?: number; readonly share: number }[]
}

/** Below this share an interval is numerical dust of the estimate. */
const DUST = 0.001

/** One finding a function, replicas taken together, in the order of the run's targets. */
export function findKeepAlive({ header, samples }: Pick<RunFile, 'header' | 'samples'>): KeepAliveFinding[] {
  return [...groupTargets(header.targets)].map(([group, replicas]) => {
    const ids = new Set(replicas.map(({ id }) => id))
    return findOne(
      group,
      replicas,
      samples.filter(({ target }) => ids.has(target)),
    )
  })
}

function findOne(target: string, replicas: readonly Target[], samples: readonly Sample[]): KeepAliveFinding {
  const found = summariseKeepAlive(lifetimesOf(samples))
  const median = found && intervalOf(found.curve, 0.5)
  return {
    target,
    platform: replicas[0]?.platform ?? 'url',
    replicas: replicas.length,
    looks: found?.n ?? 0,
    alive: found?.alive ?? 0,
    errors: samples.filter(({ error }) => error).length,
    longestTriedMs: Math.max(
      0,
      ...samples.map(({ intended, idleMs = 0 }) => (intended === 'cold' ? idleMs : 0)),
    ),
    ...(median ? { medianBetween: { afterMs: median.after, ...untilOf(median) } } : {}),
    ...tailOf(samples, found?.gone95Ms),
    curve: (found?.curve ?? [])
      .filter(({ mass }) => mass >= DUST)
      .map((interval) => ({ afterMs: interval.after, ...untilOf(interval), share: interval.mass })),
  }
}

/** Looks whose real idle time lies so near to another are of one planned period. */
const SAME_PERIOD = 1.02
const GONE_SHARE = 0.95

function tailOf(
  samples: readonly Sample[],
  gone95Ms: number | undefined,
): Pick<KeepAliveFinding, 'gone95Ms' | 'tail'> {
  if (gone95Ms === undefined) return {}
  const near = lifetimesOf(samples).flatMap(({ aliveAt, goneAt }) => {
    const idleMs = goneAt ?? aliveAt
    const isNear = idleMs <= gone95Ms * SAME_PERIOD && idleMs >= gone95Ms / SAME_PERIOD
    return isNear ? [goneAt !== undefined] : []
  })
  const gone = near.filter(Boolean).length
  const atLeast = goneAtLeast(gone, near.length)
  const tail = { idleMs: gone95Ms, looks: near.length, gone, atLeast }
  return atLeast >= GONE_SHARE ? { gone95Ms, tail } : { tail }
}

function untilOf({ until }: MassInterval): { untilMs?: number } {
  return until === Number.POSITIVE_INFINITY ? {} : { untilMs: until }
}

/** The interval in which so large a share of the lifetimes has ended. */
function intervalOf(curve: readonly MassInterval[], share: number): MassInterval | undefined {
  let gone = 0
  return curve.find(({ mass }) => {
    gone += mass
    return gone >= share - 1e-9
  })
}
