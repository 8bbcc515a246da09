import { ColdstartError } from '../core/errors.ts'
import { binomialDistribution } from './binomial-distribution.ts'

/** With one-sided 95 % confidence: what so many looks show at least. */
const CONFIDENCE = 0.95

/**
 * The share that was gone at least, from looks of which so many found it gone: the one-sided lower bound
 * of Clopper and Pearson. 20 of 20 show 86 %; 59 of 59 are the fewest that show 95 %.
 * Source: Clopper & Pearson, Biometrika 26 (1934).
 * @throws ColdstartError `bad-probability` where more were gone than looked at
 */
export function goneAtLeast(gone: number, looks: number): number {
  if (!(gone >= 0 && gone <= looks)) throw new ColdstartError('bad-probability', { value: gone / looks })
  if (gone === 0) return 0
  let low = 0
  let high = 1
  while (high - low > 1e-12) {
    const middle = (low + high) / 2
    const asMany = 1 - binomialDistribution(looks, middle).cumulative(gone - 1)
    if (asMany < 1 - CONFIDENCE) low = middle
    else high = middle
  }
  return low
}

/**
 * The fewest looks, all of which found it gone, that show at least this share.
 * @throws ColdstartError `bad-probability` outside (0, 1)
 */
export function looksToShow(share: number): number {
  if (!(share > 0 && share < 1)) throw new ColdstartError('bad-probability', { value: share })
  return Math.ceil(Math.log(1 - CONFIDENCE) / Math.log(share))
}
