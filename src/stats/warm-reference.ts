import { median, quantile } from './quantile.ts'
import type { SortedSamples } from './sorted-samples.ts'

/** With fewer warm replies "slower than all of them" says too little: one in twenty would be by chance. */
export const WARM_NEEDED = 20
/** A first reply after idling alone is often 1.5–2 × a warm one: look-ups, handshakes, caches, congestion windows. */
const IDLING_EXPLAINS = 1.6
/** Never cold below this multiple of the warm median, however alike the warm ones are. */
const LEAST_RATIO = 2.8
/** Upper spreads that a reply must lie beyond what idling explains. */
const SPREADS_BEYOND = 1.9
/** The normal's 84 % point is one standard deviation above its median. */
const ONE_SD_ABOVE = 0.84
/** Share of warm replies that may have been as slow as one that is called cold. */
const PRACTICALLY_NEVER = 0.02

/** What the warm replies of a silent URL say about its others. */
export type WarmReference =
  | {
      readonly supported: true
      /** A reply no slower than this is called warm, ms. */
      readonly warmUpToMs: number
      /** A slower one than this is called cold, ms; between the two it is unknown. */
      readonly coldAboveMs: number
    }
  | { readonly supported: false; readonly reason: string }

/**
 * What is slower than idling and the warm replies' own spread explain: 1.6 × the warm median × exp(1.9 s),
 * s being the log distance from the median to the 84 % quantile, and 2.8 × at least. The figures are chosen
 * by simulation (docs/METHODOLOGY.md, "A silent URL"): they keep false colds rare for narrow, heavy-tailed
 * and two-state replies, and find cold starts that are five times slower wherever warm ones are narrow.
 * @param waits of the warm-intended replies alone, ms
 */
export function learnWarm(waits: SortedSamples): WarmReference {
  if (waits.length < WARM_NEEDED)
    return { supported: false, reason: `needs ${WARM_NEEDED} warm replies to judge by, has ${waits.length}` }
  const center = median(waits)
  if (!(center > 0)) return { supported: false, reason: 'a wait of zero has no ratio' }
  const spread = Math.log(quantile(waits, ONE_SD_ABOVE) / center)
  const ratio = Math.max(LEAST_RATIO, IDLING_EXPLAINS * Math.exp(SPREADS_BEYOND * spread))
  const rankMs = slowestExpected(waits)
  return {
    supported: true,
    warmUpToMs: Math.min(rankMs, center * LEAST_RATIO),
    coldAboveMs: Math.max(rankMs, center * ratio),
  }
}

/**
 * The temperature of a reply after an idle period: `cold` when a warm one would practically never be that
 * slow, by its rank among them and by a ratio that idling alone does not explain; `warm` when it lies
 * inside them and near to their median; else `unknown`.
 * @param waitMs in ms
 */
export function temperatureAfterIdle(
  { warmUpToMs, coldAboveMs }: WarmReference & { supported: true },
  waitMs: number,
): 'cold' | 'warm' | 'unknown' {
  if (waitMs > coldAboveMs) return 'cold'
  return waitMs <= warmUpToMs ? 'warm' : 'unknown'
}

/** The wait that at most 2 % of the warm ones reach, the slowest of them below n = 100. */
function slowestExpected(waits: SortedSamples): number {
  const mayBeSlower = Math.max(0, Math.floor(PRACTICALLY_NEVER * (waits.length + 1)) - 1)
  return waits[waits.length - 1 - mayBeSlower] as number
}
