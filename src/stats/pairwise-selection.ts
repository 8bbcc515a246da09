import type { SortedSamples } from './sorted-samples.ts'

/** Combines one x and one y; must not decrease in x and not increase in y. */
export type PairOperation = (x: number, y: number) => number

/** x less y. */
export const difference: PairOperation = (x, y) => x - y
/** For positive y. */
export const quotient: PairOperation = (x, y) => x / y

/**
 * The k-th smallest (1-based) of all m·n pairs, without making them: bisection over the ordered doubles,
 * each step counting the pairs up to a value in one O(m + n) walk along the staircase of the sorted
 * matrix, until so few pairs are left between the bounds that they are put in order. At most 64 steps, exact to the last bit,
 * memory for m + n pairs.
 * Source: the counting walk is Monahan's, Fast Computation of the Hodges–Lehmann Location Estimator,
 * ACM TOMS 10 (1984); bisection in place of his random pivots.
 */
export function selectPair(x: SortedSamples, y: SortedSamples, operation: PairOperation, k: number): number {
  const { low, high, below } = closeIn(
    operation(x[0] as number, y[y.length - 1] as number),
    operation(x[x.length - 1] as number, y[0] as number),
    (limit) => countUpTo(x, y, operation, limit),
    k,
    x.length + y.length,
  )
  if (low === high) return low
  return pairsBetween(x, y, operation, low, high)[k - below - 1] as number
}

/** All pairs from one value to another, in order. */
function pairsBetween(
  x: SortedSamples,
  y: SortedSamples,
  operation: PairOperation,
  low: number,
  high: number,
): Float64Array {
  const found: number[] = []
  let firstY = 0
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    while (firstY < y.length && operation(value, y[firstY] as number) > high) firstY++
    for (let j = firstY; j < y.length; j++) {
      const pair = operation(value, y[j] as number)
      if (pair < low) break
      found.push(pair)
    }
  }
  return Float64Array.from(found).sort()
}

/**
 * The smallest double from `lowest` to `highest` up to which at least k values lie, by bisection over the
 * ordered doubles.
 * @param countUpTo how many values are at most this
 */
export function selectByCount(
  lowest: number,
  highest: number,
  countUpTo: (limit: number) => number,
  k: number,
): number {
  return closeIn(lowest, highest, countUpTo, k, 0).low
}

interface Bounds {
  readonly low: number
  readonly high: number
  /** How many values lie below `low`. */
  readonly below: number
}

/** Halves what lies between two bounds until they meet, or at most so many values are left from one to the other. */
function closeIn(
  lowest: number,
  highest: number,
  countUpTo: (limit: number) => number,
  k: number,
  few: number,
): Bounds {
  let low = ordinalOf(lowest)
  let high = ordinalOf(highest)
  let below = 0
  let upTo = Number.POSITIVE_INFINITY
  while (low < high && upTo - below > few) {
    const middle = (low + high) >> 1n
    const count = countUpTo(numberOf(middle))
    if (count >= k) {
      high = middle
      upTo = count
    } else {
      low = middle + 1n
      below = count
    }
  }
  return { low: numberOf(low), high: numberOf(high), below }
}

/** The two middle pairs (the same one twice when m·n is odd). */
export function middlePairs(x: SortedSamples, y: SortedSamples, operation: PairOperation): [number, number] {
  const pairs = x.length * y.length
  const lower = selectPair(x, y, operation, Math.ceil(pairs / 2))
  if (pairs % 2 === 1 || countUpTo(x, y, operation, lower) > pairs / 2) return [lower, lower]
  return [lower, leastAbove(x, y, operation, lower)]
}

/** The smallest pair above a value, in one walk along the same staircase. */
function leastAbove(x: SortedSamples, y: SortedSamples, operation: PairOperation, limit: number): number {
  let least = Number.POSITIVE_INFINITY
  let firstY = 0
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    while (firstY < y.length && operation(value, y[firstY] as number) > limit) firstY++
    // A row falls along y: the last above the limit is the least of its row.
    if (firstY > 0) least = Math.min(least, operation(value, y[firstY - 1] as number))
  }
  return least
}

function countUpTo(x: SortedSamples, y: SortedSamples, operation: PairOperation, limit: number): number {
  let count = 0
  let firstY = 0
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number
    while (firstY < y.length && operation(value, y[firstY] as number) > limit) firstY++
    count += y.length - firstY
  }
  return count
}

const view = new DataView(new ArrayBuffer(8))
const SIGN = 1n << 63n

/** Doubles in their order, as integers: neighbours differ by one. */
function ordinalOf(value: number): bigint {
  view.setFloat64(0, value + 0)
  const bits = view.getBigUint64(0)
  return bits >= SIGN ? SIGN - bits : bits
}

function numberOf(ordinal: bigint): number {
  view.setBigUint64(0, ordinal < 0n ? SIGN - ordinal : ordinal)
  return view.getFloat64(0)
}
