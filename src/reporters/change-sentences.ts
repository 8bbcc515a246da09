import { formatDuration } from '../core/duration.ts'
import { NAMED_OF_MANY, READ_ONE_BY_ONE } from '../core/name-list.ts'
import type { Change, Result } from '../core/result.ts'
import { wayFactsOf } from '../core/way-facts.ts'
import { PRACTICAL_THRESHOLD } from '../stats/compare-samples.ts'
import { formatP, formatRatio, formatRatioInterval } from './format-ratio.ts'

/** What the change between two functions of one run does to a cold start: one sentence for each way of getting cold. */
export function changeSentences({ changes = [], ways }: Result): string[] {
  const names = new Set(changes.map(({ coldBy, plannedIdleMs }) => `${coldBy} ${plannedIdleMs}`))
  const said = changes.length > READ_ONE_BY_ONE ? clearestOf(changes) : changes
  const sentences = said.map((change) => {
    const { before, after, ratio, ratioInterval, p, pAdjusted = p, rounds, unpaired } = change
    const phrase = names.size < 2 ? '' : phraseOf(change, ways)
    const interval = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
    const proof = [
      `${rounds} ${rounds === 1 ? 'pair' : 'pairs'}`,
      ...(pAdjusted === undefined ? [] : [formatP(pAdjusted)]),
    ]
    return `${after} takes ${formatRatio(ratio)}${interval} as long to start cold${phrase} as ${before}: ${verdictOf(change, changes.length)} (${proof.join(', ')}${unpairedWords(unpaired)}).`
  })
  return said === changes ? sentences : [...sentences, restWords(changes, said)]
}

/** Of many changes those that are more than noise, the largest first. */
function clearestOf(changes: readonly Change[]): Change[] {
  return changes
    .filter((change) => verdictOf(change, changes.length).endsWith('by more than noise'))
    .sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
    .slice(0, NAMED_OF_MANY)
}

/** `Of 191 more, 30 have too few rounds for an interval; measure more with --cold, 161 …`: the rest by its verdicts. */
function restWords(changes: readonly Change[], said: readonly Change[]): string {
  const verdicts = changes
    .filter((change) => !said.includes(change))
    .map((change) => verdictOf(change, changes.length))
  const counts = [...new Set(verdicts)].map(
    (verdict) => `${verdicts.filter((one) => one === verdict).length} × ${verdict}`,
  )
  const names = [...new Set(changes.map(({ before }) => before))]
  return `${said.length > 0 ? 'The others' : 'All'} against ${names.join(' and ')}: ${counts.join('; ')}.`
}

/** `` after 15 m 00 s idle``, `` when forced``. */
function phraseOf({ coldBy, plannedIdleMs }: Change, ways: Result['ways']): string {
  const { phrase } = wayFactsOf(ways, coldBy)
  const idle = plannedIdleMs === undefined ? '' : ` after ${formatDuration(plannedIdleMs)} idle`
  return `${phrase && ` ${phrase}`}${idle}` || ` by ${coldBy}`
}

/** ``; 2 rounds without a cold start on one side``, or empty. */
export function unpairedWords(unpaired: number): string {
  if (unpaired === 0) return ''
  return `; ${unpaired} ${unpaired === 1 ? 'round' : 'rounds'} without one on either side, in no pair`
}

/** @param among how many changes of the run it is judged, each of which lowers what may count as more than chance */
function verdictOf(change: Change, among: number): string {
  const { ratio, ratioInterval, p, pAdjusted = p, reason, rounds } = change
  if (reason !== undefined) return `nothing can be said of it: ${reason}`
  const { lower, upper } = ratioInterval ?? {}
  if (lower === undefined || upper === undefined)
    return 'too few rounds for an interval; measure more with --cold'
  const isShown = (lower > 1 || upper < 1) && (pAdjusted ?? 0) < LEVEL
  if (!isShown)
    return pAdjusted !== undefined && among * leastP(rounds) >= LEVEL
      ? `too few rounds to show a change among ${among}; measure more with --cold`
      : 'no change was shown, which does not prove that there is none'
  const direction = ratio > 1 ? 'slower' : 'faster'
  if (ratio < 1 + PRACTICAL_THRESHOLD && ratio > 1 / (1 + PRACTICAL_THRESHOLD))
    return `${direction}, but by less than 5 %, which is too little to matter`
  return `${direction}, by more than noise`
}

const LEVEL = 0.05

/** What the signed-rank test gives where all pairs agree: no smaller p is possible. */
function leastP(rounds: number): number {
  return 2 ** (1 - rounds)
}
