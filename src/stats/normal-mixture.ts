/** A normal component of a mixture. */
export interface NormalComponent {
  /** Share of all samples. */
  readonly weight: number
  readonly mean: number
  readonly sd: number
}

/** Two components in the order of their means. */
export interface NormalMixture {
  readonly fast: NormalComponent
  readonly slow: NormalComponent
}

/**
 * No component is narrower than this: on log latencies one per cent, below what a network repeats to, so
 * that a few equal readings cannot pass for a population of their own.
 */
const NARROWEST_SD = 0.01
const MAX_STEPS = 200
/** Log-likelihood gained per sample below which EM has arrived. */
const CONVERGED = 1e-8

/**
 * Fits two normals by EM, starting from the split of the sorted values at `cut`.
 * @param sorted ascending, at least two values; `cut` values are in the lower part at the start
 */
export function fitTwoNormals(
  sorted: Float64Array,
  cut: number,
): { mixture: NormalMixture; logLikelihood: number } {
  const slowShare = new Float64Array(sorted.length).fill(1, cut)
  let mixture = mixtureOf(sorted, slowShare)
  let likelihood = Number.NEGATIVE_INFINITY
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = expectShares(mixture, sorted, slowShare)
    const gained = next - likelihood
    likelihood = next
    if (gained < CONVERGED * sorted.length) break
    mixture = mixtureOf(sorted, slowShare)
  }
  return { mixture, logLikelihood: likelihood }
}

/** E-step: writes the posterior of the slow component for every value, returns the log-likelihood. */
function expectShares({ fast, slow }: NormalMixture, values: Float64Array, slowShare: Float64Array): number {
  const [fastLog, slowLog] = [logScale(fast), logScale(slow)]
  let likelihood = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    const a = fastLog - 0.5 * ((value - fast.mean) / fast.sd) ** 2
    const b = slowLog - 0.5 * ((value - slow.mean) / slow.sd) ** 2
    const smaller = Math.exp(-Math.abs(a - b))
    slowShare[index] = (b > a ? 1 : smaller) / (1 + smaller)
    likelihood += Math.max(a, b) + Math.log1p(smaller)
  }
  return likelihood
}

/** Posterior probability that a value is of the slow component. */
export function weightOfSlow({ fast, slow }: NormalMixture, value: number): number {
  return 1 / (1 + Math.exp(logDensity(fast, value) - logDensity(slow, value)))
}

export function logLikelihood(mixture: NormalMixture, values: Float64Array): number {
  return expectShares(mixture, values, new Float64Array(values.length))
}

/** Log-likelihood of a single normal fitted by maximum likelihood. */
export function logLikelihoodOfOne(values: Float64Array): number {
  const only = componentOf(values, new Float64Array(values.length), 1, 0)
  return values.reduce((sum, value) => sum + logDensity(only, value), 0)
}

/** M-step. Components that change places are renamed, so `fast` has the lower mean. */
function mixtureOf(values: Float64Array, slowShare: Float64Array): NormalMixture {
  const a = componentOf(values, slowShare, 1, -1)
  const b = componentOf(values, slowShare, 0, 1)
  return a.mean <= b.mean ? { fast: a, slow: b } : { fast: b, slow: a }
}

/** Each value counts with base + sign · share. */
function componentOf(values: Float64Array, share: Float64Array, base: number, sign: number): NormalComponent {
  let total = 1e-12
  let sum = 0
  for (let index = 0; index < values.length; index++) {
    const part = base + sign * (share[index] as number)
    total += part
    sum += part * (values[index] as number)
  }
  const mean = sum / total
  let squares = 0
  for (let index = 0; index < values.length; index++)
    squares += (base + sign * (share[index] as number)) * ((values[index] as number) - mean) ** 2
  const sd = Math.max(NARROWEST_SD, Math.sqrt(Math.max(0, squares) / total))
  return { weight: total / values.length, mean, sd }
}

function logDensity(component: NormalComponent, value: number): number {
  return logScale(component) - 0.5 * ((value - component.mean) / component.sd) ** 2
}

function logScale({ weight, sd }: NormalComponent): number {
  return Math.log(weight) - Math.log(sd) - 0.5 * Math.log(2 * Math.PI)
}
