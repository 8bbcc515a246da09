import { ColdstartError } from '../core/errors.ts'
import { logGamma } from './gamma-function.ts'

const STEPS = 500
const TINY = 1e-300

/**
 * The t with P(T ≤ t) = p for Student's distribution, by bisection of its distribution function.
 * Source of the latter: the incomplete beta function by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4).
 * @param df degrees of freedom, above zero
 * @throws ColdstartError `bad-probability` outside (0, 1)
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new ColdstartError('bad-probability', { value: p })
  if (p === 0.5) return 0
  if (p < 0.5) return -studentQuantile(1 - p, df)
  let low = 0
  let high = 1
  while (studentUpperTail(high, df) > 1 - p) high *= 2
  for (let step = 0; step < 200 && high - low > Number.EPSILON * high; step++) {
    const middle = (low + high) / 2
    if (studentUpperTail(middle, df) > 1 - p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(T ≥ t) for t ≥ 0. */
function studentUpperTail(t: number, df: number): number {
  return betaShare(df / (df + t * t), df / 2, 0.5) / 2
}

/** The regularised incomplete beta function I(x; a, b). */
function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= STEPS; m++) {
    for (const term of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      fraction *= d * c
    }
    if (Math.abs(d * c - 1) < Number.EPSILON) break
  }
  return fraction
}
