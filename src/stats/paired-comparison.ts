import type { Interval } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { median } from './quantile.ts'
import { signedRank } from './signed-rank.ts'
import { sortSamples } from './sorted-samples.ts'

/** Waits of two sides in one round of a run, ms. */
export interface Pair {
  readonly a: number
  readonly b: number
}

export interface PairedComparison {
  /** Rounds in which both sides were measured. */
  readonly n: number
  /** a ÷ b, the Hodges–Lehmann estimate of the rounds' log ratios. */
  readonly ratio?: number
  /** Left out below 6 rounds, where no 95 % interval exists. */
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
export function comparePaired(pairs: readonly Pair[]): PairedComparison {
  const logRatios = sortSamples(pairs.map(({ a, b }) => Math.log(a / b)))
  const n = logRatios.length
  if (n === 0) return { n }
  const { estimate, lower, upper, coverage, p } = signedRank(logRatios)
  const interval =
    lower === undefined || upper === undefined
      ? {}
      : { ratioInterval: { lower: Math.exp(lower), upper: Math.exp(upper), coverage } }
  return { n, ratio: Math.exp(estimate), ...interval, p }
}

/**
 * One pair a round: the cold wait of each side (the median where a side has several replicas). A round that
 * lacks a cold start on either side is counted and is in no pair.
 * @param a cold-intended samples of one side, in one way of getting cold
 * @param b of the other
 */
export function pairByRound(
  a: readonly Sample[],
  b: readonly Sample[],
): { readonly pairs: readonly Pair[]; readonly unpaired: number } {
  const [waitsA, waitsB] = [coldByRound(a), coldByRound(b)]
  const rounds = new Set([...a, ...b].map(({ round }) => round))
  const pairs = [...rounds].flatMap((round) => {
    const [one, other] = [waitsA.get(round), waitsB.get(round)]
    return one === undefined || other === undefined ? [] : [{ a: one, b: other }]
  })
  return { pairs, unpaired: rounds.size - pairs.length }
}

function coldByRound(samples: readonly Sample[]): Map<number, number> {
  const waits = new Map<number, number[]>()
  for (const { round, observed, error, phases } of samples) {
    const { waitMs = 0 } = phases
    if (observed !== 'cold' || error || !(waitMs > 0)) continue
    waits.set(round, [...(waits.get(round) ?? []), waitMs])
  }
  return new Map([...waits].map(([round, values]) => [round, median(sortSamples(values))]))
}
