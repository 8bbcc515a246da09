import { list } from '../core/name-list.ts'
import type { Comparison, Result } from '../core/result.ts'
import { IN_A_RUN_EACH } from '../stats/result/parity.ts'
import type { Contender, Scene } from './cold-scenes.ts'
import { formatRatio, formatRatioInterval } from './format-ratio.ts'
import { inferredWords } from './sentence-words.ts'

/** Differences that belong into the sentence itself, since without them it would be read as something else. */
const HEADLINE_PARITY = /^(idle period|memory|where it runs|cold starts|machine|Node|place):/

/**
 * Who starts cold fastest in a scene, by what ratio with which interval and whether that is more than noise;
 * and whether another idle period says the opposite.
 * @param others the scenes of the other idle periods
 */
export function rankingSentences(result: Result, scene: Scene, others: readonly Scene[]): string[] {
  const [fastest, ...rest] = scene.contenders
  if (!fastest || rest.length === 0) return []
  const against = rest.map((other) => ({ other, found: findRatio(result, scene, fastest, other) }))
  const name = fastest.summary.target
  const slower = against.filter(({ found }) => found?.isSlower)
  const same = against.filter(({ found }) => found?.verdict === 'no-difference-shown')
  const unknown = against.filter(({ found }) => !found || found.verdict === 'not-enough-data')
  const basis = inferredWords(scene.contenders)
  const sentences: string[] = []
  if (slower.length > 0) {
    const apart = slower.filter(({ found }) => found?.isApart)
    const times = list(
      slower.map(
        ({ other, found }) => `${other.summary.target} takes ${found?.words} as long${found?.unlike}`,
      ),
    )
    sentences.push(
      `${basis}${placeWords(result)}${name} starts cold fastest${scene.words}: ${times}. ${certainty(slower.length, apart.length)}`,
    )
  }
  if (same.length > 0)
    sentences.push(
      `${basis}Between ${name} and ${list(same.map(({ other, found }) => `${other.summary.target} (${found?.words})${found?.unlike}`))} no difference was shown${scene.words}: this run cannot tell ${same.length > 1 ? 'them' : 'the two'} apart, which does not prove them equal.`,
    )
  if (unknown.length > 0)
    sentences.push(
      `There are too few cold starts${scene.words} to set ${name} against ${list(unknown.map(({ other }) => other.summary.target))}; measure more with --cold.`,
    )
  return [...sentences, ...oppositeSentences(result, scene, others)]
}

/** What a difference says: within one run that it is more than noise, of runs each of its own only that they differ. */
function certainty(count: number, apart: number): string {
  if (apart === 0) return `${count > 1 ? 'Each is' : 'That is'} more than noise.`
  const differ =
    apart < count
      ? 'Parts are runs of their own, and runs differ by themselves. That'
      : 'These runs differ. That'
  return `${differ} does not show that the place or the machine is the cause: the hour and the platform's state move all samples of a run together.`
}

/** Another idle period in which a pair is the other way round, beyond noise on either side. */
function oppositeSentences(result: Result, scene: Scene, others: readonly Scene[]): string[] {
  return others.flatMap((other) => {
    const turned = pairsOf(other).filter(([fast, slow]) => {
      if (!findRatio(result, other, fast, slow)?.isSlower) return false
      const here = [slow, fast].map(({ summary }) =>
        scene.contenders.find((contender) => contender.summary.target === summary.target),
      )
      const [wasFast, wasSlow] = here
      return wasFast && wasSlow && findRatio(result, scene, wasFast, wasSlow)?.isSlower
    })
    if (turned.length === 0) return []
    const found = turned.map(
      ([fast, slow]) =>
        `${slow.summary.target} takes ${findRatio(result, other, fast, slow)?.words} as long as ${fast.summary.target}`,
    )
    return [`It is the opposite${other.words}: ${list(found)}, more than noise.`]
  })
}

function pairsOf({ contenders }: Scene): [Contender, Contender][] {
  return contenders.flatMap((fast, index) =>
    contenders.slice(index + 1).map((slow): [Contender, Contender] => [fast, slow]),
  )
}

interface FoundRatio {
  readonly verdict: Comparison['verdict']
  /** The other one is slower than the fastest, beyond noise. */
  readonly isSlower: boolean
  /** Each was measured in a run of its own. */
  readonly isApart: boolean
  /** `1.42 × (1.31–1.55)`: the other ÷ the fastest. */
  readonly words: string
  /** `` (memory: 1024 MB against 256 MB)``, or empty. */
  readonly unlike: string
}

function findRatio(
  { comparisons }: Result,
  { coldBy }: Scene,
  fastest: Contender,
  other: Contender,
): FoundRatio | undefined {
  const [nameA, nameB] = [fastest.summary.target, other.summary.target]
  const isOfPeriods = ({ plannedIdleMs }: Comparison) =>
    fastest.cold.plannedIdleMs !== other.cold.plannedIdleMs || plannedIdleMs === fastest.cold.plannedIdleMs
  const found = comparisons.find(
    (one) =>
      one.coldBy === coldBy &&
      one.temperature === 'cold' &&
      ((one.a === nameA && one.b === nameB) || (one.a === nameB && one.b === nameA)) &&
      isOfPeriods(one),
  )
  if (found?.ratio === undefined) return undefined
  const invert = found.a === nameA
  const ratio = invert ? 1 / found.ratio : found.ratio
  const { lower, upper } = found.ratioInterval ?? {}
  const bounds = invert ? { lower: inverse(upper), upper: inverse(lower) } : { lower, upper }
  const interval = found.ratioInterval ? ` (${formatRatioInterval(withoutMissing(bounds))})` : ''
  const isSlower = found.verdict === (invert ? 'a-faster' : 'b-faster')
  const unlike = found.parity.filter((line) => HEADLINE_PARITY.test(line))
  return {
    verdict: found.verdict,
    isSlower,
    isApart: found.parity.includes(IN_A_RUN_EACH),
    words: `${formatRatio(ratio)}${interval}`,
    unlike: unlike.length > 0 ? ` (${found.a} and ${found.b} differ in ${unlike.join('; ')})` : '',
  }
}

/** A ranking of local runs must not be quoted as one of clouds. */
function placeWords({ targets }: Result): string {
  return targets.length > 0 && targets.every(({ platform }) => platform === 'local')
    ? 'On the local engine, '
    : ''
}

function inverse(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 1 / value
}

function withoutMissing({ lower, upper }: { lower: number | undefined; upper: number | undefined }) {
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) }
}
