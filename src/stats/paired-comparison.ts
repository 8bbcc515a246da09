import type { Sample } from '../core/sample.ts'
import type { Interval } from '../core/summary.ts'
import { median } from './quantile.ts'
import { signedRank } from './signed-rank.ts'
import { sortSamples } from './sorted-samples.ts'

/** Waits of two sides in one round of a run, ms. */
export interface Pair {
  readonly a: number
  readonly b: number
}

/** Two sides compared by rounds: the ratio of waits with its interval, p, and how many rounds made a pair. */
export interface PairedComparison {
  /** Rounds in which both sides were measured. */
  readonly n: number
  /** a ÷ b, the Hodges–Lehmann estimate of the rounds' log ratios. */
  readonly ratio?: number
  /** Left out where no interval of that confidence exists: of 95 % below 6 rounds. */
  readonly ratioInterval?: Interval
  /** Two-sided, of the Wilcoxon signed-rank test. */
  readonly p?: number
}

/**
 * Two functions measured in the same rounds: log ratios a round, the signed-rank test of them and its
 * Hodges–Lehmann estimate, read as a ratio. What moves a round or a run as a whole (the machine, the hour)
 * cancels, so this comparison alone may speak of a change.
 * Source: Wilcoxon 1945; Bulej et al. 2020, Duet benchmarking; Abedi & Brecht 2017.
 * @param pairs in ms; no pairs give n = 0 and no figure
 * @throws ColdstartError `not-a-number` for what is not above zero
 */
export function comparePaired(pairs: readonly Pair[], confidence = 0.95): PairedComparison {
  const logRatios = sortSamples(pairs.map(({ a, b }) => Math.log(a) - Math.log(b)))
  const n = logRatios.length
  if (n === 0) return { n }
  const { estimate, lower, upper, coverage, p } = signedRank(logRatios, confidence)
  const interval =
    lower === undefined || upper === undefined
      ? {}
      : { ratioInterval: { lower: Math.exp(lower), upper: Math.exp(upper), coverage } }
  return { n, ratio: Math.exp(estimate), ...interval, p }
}

/**
 * One pair a round: the wait of each side (the median where a side has several replicas, or several warm
 * invocations). A round that lacks one on either side is counted and is in no pair.
 * @param a samples of one side that were meant to be of the temperature, in one way of getting cold
 * @param b of the other
 */
export function pairByRound(
  a: readonly Sample[],
  b: readonly Sample[],
  temperature: 'cold' | 'warm' = 'cold',
): { readonly pairs: readonly Pair[]; readonly unpaired: number } {
  const [waitsA, waitsB] = [waitsByRound(a, temperature), waitsByRound(b, temperature)]
  const rounds = new Set([...a, ...b].map(({ round }) => round))
  const pairs = [...rounds].flatMap((round) => {
    const [one, other] = [waitsA.get(round), waitsB.get(round)]
    return one === undefined || other === undefined ? [] : [{ a: one, b: other }]
  })
  return { pairs, unpaired: rounds.size - pairs.length }
}

function waitsByRound(samples: readonly Sample[], temperature: 'cold' | 'warm'): Map<number, number> {
  const waits = new Map<number, number[]>()
  for (const { round, observed, error, phases } of samples) {
    const { waitMs = 0 } = phases
    if (observed !== temperature || error || !(waitMs > 0)) continue
    const known = waits.get(round)
    if (known) known.push(waitMs)
    else waits.set(round, [waitMs])
  }
  return new Map([...waits].map(([round, values]) => [round, median(sortSamples(values))]))
}
