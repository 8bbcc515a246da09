import { list, READ_ONE_BY_ONE } from '../core/name-list.ts'
import type { Result } from '../core/result.ts'
import type { ColdSummary, Summary } from '../core/summary.ts'
import { type Contender, periodWords, type Scene } from './cold-scenes.ts'
import { formatMs } from './format-ms.ts'
import { unknownIdleSentences } from './idle-sentences.ts'
import { inferredWords, intervalWords } from './sentence-words.ts'

/** Below this many on either side the difference of two medians has no 95 % interval. */
const PENALTY_NEEDS = 7
/** The same for one median. */
const MEDIAN_NEEDS = 6

/** What a cold start costs the user of the fastest one, in ms over a warm invocation. */
export function costSentences({ contenders, coldBy, words }: Scene): string[] {
  const [fastest] = contenders
  if (!fastest) return []
  const { summary, cold } = fastest
  const penalty = summary.penalties.find(
    (one) => one.coldBy === coldBy && one.plannedIdleMs === cold.plannedIdleMs,
  )
  const basis = inferredWords([fastest])
  if (!penalty) return [`${basis}${medianSentence(fastest, words)}`]
  const interval = intervalWords(penalty.medianDifferenceInterval, whyNoPenaltyInterval(cold, summary))
  const ms = formatMs(Math.abs(penalty.medianDifferenceMs))
  const change = penalty.medianDifferenceMs < 0 ? 'less' : 'longer'
  return [
    `${basis}On ${summary.target}, a user who meets a cold start${meansOf(fastest)}${words} waits ${ms} ms ${change}${interval} than one who does not.`,
  ]
}

/** `` (process and isolate start, local)`` */
function meansOf({ means }: Contender): string {
  return means === undefined ? '' : ` (${means})`
}

function whyNoPenaltyInterval({ wait }: ColdSummary, { warm }: Summary): string {
  if (wait.bursts !== undefined && wait.bursts < PENALTY_NEEDS)
    return `no interval exists at ${count(wait.bursts, 'burst')}`
  if (wait.n < PENALTY_NEEDS) return `no interval exists at ${count(wait.n, 'cold start')}`
  if (warm.instances === undefined)
    return 'no interval: the warm replies do not say which instance served them'
  return warm.instances < PENALTY_NEEDS
    ? `no interval exists on ${count(warm.instances, 'warm instance')}`
    : ''
}

function medianSentence(contender: Contender, words: string): string {
  const { summary, cold, p50Ms } = contender
  const meant = meansOf(contender)
  const { n, bursts } = cold.wait
  const end = 'no warm invocation was measured to set it against.'
  if (n === 1)
    return `The only cold start of ${summary.target}${meant}${words} took ${formatMs(p50Ms)} ms; ${end}`
  const why =
    bursts !== undefined && bursts < MEDIAN_NEEDS
      ? `no interval exists at ${count(bursts, 'burst')}`
      : n < MEDIAN_NEEDS
        ? `no interval exists at ${count(n, 'cold start')}`
        : ''
  const interval = intervalWords(cold.wait.p50Interval, why)
  return `Half of the ${n} cold starts of ${summary.target}${meant}${words} took more than ${formatMs(p50Ms)} ms${interval}; ${end}`
}

/** Cold starts of a silent target that are not known to have been any. */
interface Unknown {
  readonly target: string
  readonly cold: ColdSummary
  /** `` after 15 m idle`` */
  readonly words: string
  readonly n: number
  readonly p50Ms: number
  readonly warmMs: number | undefined
}

/**
 * The silent targets whose temperatures stayed unknown, with the waits by what was intended: each, or of many those alike.
 * Then how long they had been idle.
 */
export function unknownSentences(result: Result): string[] {
  const unknown = unknownOf(result)
  const ways = [...new Set(unknown.map(({ words }) => words))]
  const alike = ways.map((way) => unknown.filter(({ words }) => words === way))
  const idle = alike.flatMap((those, index) =>
    unknownIdleSentences(
      those.map(({ cold }) => cold),
      ways.length > 1 ? (ways[index] ?? '') : '',
    ),
  )
  const said = unknown.length <= READ_ONE_BY_ONE ? unknown.map(describeUnknown) : alike.map(describeAlike)
  return [...said, ...idle]
}

function unknownOf({ summaries, ways }: Result): Unknown[] {
  return summaries.flatMap(({ target, cold, warm }) =>
    cold.flatMap((one) => {
      const { coldBy, plannedIdleMs, observed, alive, prewarmed, waitAsIntended } = one
      const { n = 0, p50Ms } = waitAsIntended ?? {}
      if (observed + alive + prewarmed > 0 || p50Ms === undefined) return []
      const words = periodWords(ways, coldBy, plannedIdleMs)
      return [{ target, cold: one, words, n, p50Ms, warmMs: warm.p50Ms }]
    }),
  )
}

function describeUnknown({ target, words, n, p50Ms, warmMs }: Unknown): string {
  const half = n === 1 ? 'it took' : `half of the ${n} took more than`
  const against = warmMs === undefined ? '' : `, where half of the warm ones took ${formatMs(warmMs)} ms`
  return `Whether ${target} was cold${words} is not known: ${half} ${formatMs(p50Ms)} ms${against}.`
}

/** Of one way of getting cold; the medians of the replies are those of the fastest and of the slowest. */
function describeAlike(alike: readonly Unknown[]): string {
  const sorted = alike.toSorted((one, other) => one.p50Ms - other.p50Ms)
  const [least, most] = [sorted[0], sorted.at(-1)] as [Unknown, Unknown]
  const range = `${formatMs(least.p50Ms)} ms (${least.target}) to ${formatMs(most.p50Ms)} ms (${most.target})`
  return `Whether ${list(alike.map(({ target }) => target))} were cold${least.words} is not known: their median waits are ${range}.`
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
