import type { ColdSummary, Comparison, Result, Summary } from '../core/result.ts'
import { formatMs } from './format-ms.ts'
import { formatRatio, formatRatioInterval } from './format-ratio.ts'

/**
 * The result in plain sentences: who starts cold fastest, by what ratio with which interval, whether that
 * is more than noise, what a cold start costs, and what was not measured. Empty where nothing was cold.
 */
export function learnerSentences(result: Result): string[] {
  const all = result.summaries.flatMap(({ cold }) => cold.filter(({ wait }) => wait.n > 0))
  const repeated = all.filter(({ coldBy }) => coldBy !== 'first')
  const ways = [...new Set((repeated.length > 0 ? repeated : all).map(({ coldBy }) => coldBy))]
  const said = ways.flatMap((coldBy) => [
    ...rankingSentences(result, coldBy),
    ...costSentences(result, coldBy),
  ])
  return said.length === 0 ? [] : [...said, ...notMeasured(result)]
}

interface Contender {
  readonly summary: Summary
  readonly cold: ColdSummary
  readonly p50Ms: number
}

function contendersOf({ summaries }: Result, coldBy: ColdSummary['coldBy']): Contender[] {
  return summaries
    .flatMap((summary) => {
      const cold = summary.cold.find((one) => one.coldBy === coldBy && one.wait.p50Ms !== undefined)
      return cold?.wait.p50Ms === undefined ? [] : [{ summary, cold, p50Ms: cold.wait.p50Ms }]
    })
    .sort((a, b) => a.p50Ms - b.p50Ms)
}

function rankingSentences(result: Result, coldBy: ColdSummary['coldBy']): string[] {
  const [fastest, ...others] = contendersOf(result, coldBy)
  if (!fastest || others.length === 0) return []
  const name = fastest.summary.target
  const against = others.map((other) => ({
    other: other.summary.target,
    found: findRatio(result, coldBy, name, other.summary.target),
  }))
  const slower = against.filter(({ found }) => found?.isSlower)
  const same = against.filter(({ found }) => found?.verdict === 'no-difference-shown')
  const unknown = against
    .filter(({ found }) => !found || found.verdict === 'not-enough-data')
    .map(({ other }) => other)
  const sentences: string[] = []
  if (slower.length > 0)
    sentences.push(
      `${placeWords(result)}${name} starts cold fastest${wayWords(coldBy)}: ${list(slower.map(({ other, found }) => `${other} takes ${found?.words}`))} as long. ${slower.length > 1 ? 'Each is' : 'That is'} more than noise.`,
    )
  if (same.length > 0)
    sentences.push(
      `Between ${name} and ${list(same.map(({ other, found }) => `${other} (${found?.words})`))} no difference was shown: this run cannot tell ${same.length > 1 ? 'them' : 'the two'} apart, which does not prove them equal.`,
    )
  if (unknown.length > 0)
    sentences.push(
      `There are too few cold starts to set ${name} against ${list(unknown)}; measure more with --cold.`,
    )
  return sentences
}

interface FoundRatio {
  readonly verdict: Comparison['verdict']
  /** The other one is slower than the fastest, beyond noise. */
  readonly isSlower: boolean
  /** `1.42 × (1.31–1.55)`: the other ÷ the fastest. */
  readonly words: string
}

function findRatio(
  { comparisons }: Result,
  coldBy: ColdSummary['coldBy'],
  fastest: string,
  other: string,
): FoundRatio | undefined {
  const found = comparisons.find(
    (one) =>
      one.coldBy === coldBy &&
      one.temperature === 'cold' &&
      [one.a, one.b].includes(fastest) &&
      [one.a, one.b].includes(other),
  )
  if (found?.ratio === undefined) return undefined
  const invert = found.a === fastest
  const ratio = invert ? 1 / found.ratio : found.ratio
  const { lower, upper } = found.ratioInterval ?? {}
  const bounds = invert ? { lower: inverse(upper), upper: inverse(lower) } : { lower, upper }
  const interval = found.ratioInterval ? ` (${formatRatioInterval(withoutMissing(bounds))})` : ''
  const isSlower = found.verdict === (invert ? 'a-faster' : 'b-faster')
  return { verdict: found.verdict, isSlower, words: `${formatRatio(ratio)}${interval}` }
}

/** What a cold start costs the user of the fastest one, in ms over a warm invocation. */
function costSentences(result: Result, coldBy: ColdSummary['coldBy']): string[] {
  const [fastest] = contendersOf(result, coldBy)
  const penalty = fastest?.summary.penalties.find((one) => one.coldBy === coldBy)
  if (!fastest) return []
  if (!penalty) return [medianSentence(fastest, coldBy)]
  const { lower, upper } = penalty.medianDifferenceInterval ?? {}
  const interval =
    lower === undefined || upper === undefined ? '' : ` (${formatMs(lower)}–${formatMs(upper)})`
  const ms = formatMs(penalty.medianDifferenceMs)
  return [
    `On ${fastest.summary.target} a user who meets a cold start${wayWords(coldBy)} waits ${ms} ms longer${interval} than one who does not.`,
  ]
}

function medianSentence({ summary, cold, p50Ms }: Contender, coldBy: ColdSummary['coldBy']): string {
  const { lower, upper } = cold.wait.p50Interval ?? {}
  const interval =
    lower === undefined || upper === undefined ? '' : ` (${formatMs(lower)}–${formatMs(upper)})`
  return `Half of the ${cold.wait.n} cold starts of ${summary.target}${wayWords(coldBy)} took more than ${formatMs(p50Ms)} ms${interval}; no warm invocation was measured to set it against.`
}

function notMeasured({ targets, summaries, environment }: Result): string[] {
  const platforms = new Set(targets.map(({ platform }) => platform))
  const sentences: string[] = []
  if (platforms.has('local'))
    sentences.push(
      'Measured on the local engine, not the cloud: the network, the platform’s scheduler and its loading of your package are not in these numbers.',
    )
  if (platforms.has('cloud') || platforms.has('url'))
    sentences.push(
      `Measured from one place${environment.location ? ` (${environment.location})` : ''}: users elsewhere have another round trip, and other hours other load.`,
    )
  if (summaries.some(({ cold }) => cold.some(({ inferred }) => inferred > 0)))
    sentences.push(
      'Some temperatures were inferred from latency, because a function does not report its instance.',
    )
  return sentences
}

/** A ranking of local runs must not be quoted as one of clouds. */
function placeWords({ targets }: Result): string {
  return targets.length > 0 && targets.every(({ platform }) => platform === 'local')
    ? 'On the local engine, '
    : ''
}

function wayWords(coldBy: ColdSummary['coldBy']): string {
  return { idle: '', evict: ' when forced', burst: ' in a burst', first: ' right after a deployment' }[coldBy]
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function inverse(value: number | undefined): number | undefined {
  return value === undefined ? undefined : 1 / value
}

function withoutMissing({ lower, upper }: { lower: number | undefined; upper: number | undefined }) {
  return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) }
}
