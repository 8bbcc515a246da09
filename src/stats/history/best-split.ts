import { type Random, seededRandom } from '../../core/random.ts'

/** Where a series of scores falls apart most clearly. */
export interface Split {
  /** First score of the second part. */
  readonly at: number
  /** Squared distance of the parts' means, weighted by their sizes: t(n − t)/n · (mean₁ − mean₂)². */
  readonly statistic: number
}

/**
 * The split into two parts of at least `least` scores whose means lie farthest apart, each split weighted by the sizes of its
 * parts; undefined where there are too few. On ranks this is the largest standardised Wilcoxon statistic (Pettitt
 * 1979, weighted), the energy statistic of e-divisive means for a shift in location (Matteson & James 2014).
 */
export function bestSplit(scores: Float64Array, least: number): Split | undefined {
  const n = scores.length
  if (n < 2 * least) return undefined
  let total = 0
  for (let k = 0; k < n; k++) total += scores[k] as number
  const mean = total / n
  let at = 0
  let statistic = -1
  let sum = 0
  for (let t = 1; t <= n - least; t++) {
    sum += (scores[t - 1] as number) - mean
    if (t < least) continue
    const found = (sum * sum * n) / (t * (n - t))
    if (found <= statistic) continue
    at = t
    statistic = found
  }
  return { at, statistic }
}

/**
 * How often a random order of the same scores falls apart as clearly: the p-value of a permutation test, exact for scores that
 * could have come in any order. Ends early once it is above `alpha`.
 */
export function permutationP(
  scores: Float64Array,
  { statistic }: Split,
  { least, permutations, alpha, seed }: SplitTest,
): number {
  const random = seededRandom(seed)
  const shuffled = scores.slice()
  const most = alpha * (permutations + 1) - 1
  let reached = 0
  for (let done = 0; done < permutations; done++) {
    shuffleInPlace(shuffled, random)
    if ((bestSplit(shuffled, least)?.statistic ?? 0) < statistic - 1e-9) continue
    if (++reached > most) break
  }
  return (reached + 1) / (permutations + 1)
}

/** How a split is tested by permutation. */
export interface SplitTest {
  /** The fewest scores that either part may have. */
  readonly least: number
  /** How many random orders are tried at most. */
  readonly permutations: number
  /** Level of significance: a p-value above it need not be exact. */
  readonly alpha: number
  readonly seed: number
}

/**
 * How surely the place of a split is known: the share of `draws` samples of both parts, each with replacement, whose best
 * split lies at most one score from it.
 */
export function placeCertainty(
  scores: Float64Array,
  { at }: Split,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): number {
  const random = seededRandom(seed)
  const drawn = new Float64Array(scores.length)
  let near = 0
  for (let draw = 0; draw < draws; draw++) {
    for (let k = 0; k < scores.length; k++) {
      const place = k < at ? random() * at : at + Math.floor(random() * (scores.length - at))
      drawn[k] = scores[Math.floor(place)] as number
    }
    // Also at the ends, or a short stretch would leave it nowhere else to be.
    const found = bestSplit(drawn, 1)
    if (found && Math.abs(found.at - at) <= 1) near++
  }
  return near / draws
}

/**
 * Whether scores are nearer to two levels than to one straight line, by the sums of squares that each leaves: a drift can be cut
 * anywhere, and a cut through it is no change.
 */
export function isStep(scores: Float64Array, { statistic }: Split): boolean {
  const n = scores.length
  const center = (n - 1) / 2
  let along = 0
  for (let k = 0; k < n; k++) along += (k - center) * (scores[k] as number)
  return statistic > (along * along * 12) / (n * (n * n - 1))
}

function shuffleInPlace(values: Float64Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = values[last] as number
    values[last] = values[other] as number
    values[other] = kept
  }
}
