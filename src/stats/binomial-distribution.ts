/** Terms further than this many standard deviations from the mean are below 1e-300. */
const REACH_SD = 40

/** P(X ≤ k) for every k of a binomial, as far as it differs from 0 and 1 in a double. */
export interface BinomialDistribution {
  /** P(X ≤ k), X successes of n. */
  cumulative(k: number): number
  /** The smallest k with P(X ≤ k) ≥ probability (R's qbinom). */
  quantile(probability: number): number
}

/**
 * The binomial distribution of n trials with success probability p, summed from exact term ratios
 * around the mode: O(√n) terms, so a million samples cost some ten thousand additions.
 */
export function binomialDistribution(n: number, p: number): BinomialDistribution {
  if (p <= 0 || p >= 1 || n === 0) return pointDistribution(p >= 1 ? n : 0)
  const reach = Math.ceil(REACH_SD * Math.sqrt(n * p * (1 - p))) + REACH_SD
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const first = Math.max(0, mode - reach)
  const last = Math.min(n, mode + reach)
  const terms = termsAround(n, p, mode, first, last)
  const sums = runningShares(terms)
  return {
    cumulative: (k) => (k < first ? 0 : k >= last ? 1 : (sums[Math.floor(k) - first] as number)),
    quantile: (probability) => first + lowestReaching(sums, probability),
  }
}

/** P(X = mode) is scaled out: terms relative to it are normalised by their own sum, which is exact enough. */
function termsAround(n: number, p: number, mode: number, first: number, last: number): Float64Array {
  const odds = p / (1 - p)
  const terms = new Float64Array(last - first + 1)
  terms[mode - first] = 1
  for (let k = mode; k > first; k--)
    terms[k - 1 - first] = ((terms[k - first] as number) * k) / ((n - k + 1) * odds)
  for (let k = mode; k < last; k++)
    terms[k + 1 - first] = ((terms[k - first] as number) * (n - k) * odds) / (k + 1)
  return terms
}

function runningShares(terms: Float64Array): Float64Array {
  const sums = new Float64Array(terms.length)
  let sum = 0
  for (let index = 0; index < terms.length; index++) {
    sum += terms[index] as number
    sums[index] = sum
  }
  return sums.map((value) => value / sum)
}

function lowestReaching(sums: Float64Array, probability: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sums[middle] as number) >= probability * (1 - 64 * Number.EPSILON)) high = middle
    else low = middle + 1
  }
  return low
}

function pointDistribution(at: number): BinomialDistribution {
  return { cumulative: (k) => (k >= at ? 1 : 0), quantile: () => at }
}
