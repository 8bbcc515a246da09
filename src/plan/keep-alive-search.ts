/** What a search for a keep-alive time may do. */
export interface KeepAliveSettings {
  /** The first idle period that is tried, ms. */
  readonly fromMs: number
  /** No idle period is longer, ms. */
  readonly maxMs: number
  /** The middle of the lifetimes is bracketed to within this factor: 1.25 is "between 8 and 10 minutes". */
  readonly precision: number
  /** Looks at one idle period that are needed to say that 95 % were gone by then. */
  readonly looks: number
}

/** All looks at one function's instances after one planned idle period. */
export interface Looks {
  readonly idleMs: number
  readonly alive: number
  readonly gone: number
}

/** Idle periods shorter than this fraction of the first one are not tried. */
const SHORTEST_FRACTION = 1 / 64
/** Step upwards while looking for the period after which 95 % are gone. */
const TAIL_STEP = 1.25
const GONE_SHARE = 0.95

/**
 * The idle period to try next, ms: doubling until most instances are gone, then bisection (on a log scale) between
 * the longest period that most survived and the shortest that most did not, then upwards until, with enough looks,
 * 95 % were gone. A function of the looks alone, so a resumed search goes on as it would have.
 * @returns undefined when there is nothing more to learn within the settings
 */
export function nextIdleToTry(looks: readonly Looks[], settings: KeepAliveSettings): number | undefined {
  const known = looks.filter(({ alive, gone }) => alive + gone > 0)
  const shortestGone = Math.min(...known.filter(mostGone).map(({ idleMs }) => idleMs))
  const survived = known.filter((look) => !mostGone(look) && look.idleMs < shortestGone)
  const longestAlive = Math.max(0, ...survived.map(({ idleMs }) => idleMs))
  if (shortestGone === Number.POSITIVE_INFINITY) return longer(longestAlive, settings)
  if (longestAlive === 0) return shorter(shortestGone, settings) ?? tail(known, shortestGone, settings)
  const middle = rounded(Math.sqrt(shortestGone * longestAlive))
  const splits = middle > longestAlive && middle < shortestGone
  if (splits && shortestGone / longestAlive > settings.precision) return middle
  return tail(known, shortestGone, settings)
}

function mostGone({ alive, gone }: Looks): boolean {
  return gone > alive
}

function longer(longestAlive: number, { fromMs, maxMs }: KeepAliveSettings): number | undefined {
  if (longestAlive >= maxMs) return undefined
  return longestAlive === 0 ? Math.min(fromMs, maxMs) : Math.min(longestAlive * 2, maxMs)
}

function shorter(shortestGone: number, { fromMs }: KeepAliveSettings): number | undefined {
  const half = rounded(shortestGone / 2)
  return half >= fromMs * SHORTEST_FRACTION && half < shortestGone ? half : undefined
}

/** From `startMs` upwards, the first period at which 95 % are not yet known to be gone. */
function tail(
  known: readonly Looks[],
  startMs: number,
  { looks, maxMs }: KeepAliveSettings,
): number | undefined {
  for (let idleMs = startMs; idleMs <= maxMs; idleMs = Math.max(idleMs + 1, rounded(idleMs * TAIL_STEP))) {
    const { alive = 0, gone = 0 } = known.find((look) => look.idleMs === idleMs) ?? {}
    if (alive > (1 - GONE_SHARE) * Math.max(looks, alive + gone)) continue
    return alive + gone >= looks ? undefined : idleMs
  }
  return undefined
}

function rounded(ms: number): number {
  return ms >= 10_000 ? Math.round(ms / 1000) * 1000 : Math.max(1, Math.round(ms))
}
