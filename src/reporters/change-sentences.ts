import type { Change, Result } from '../core/result.ts'
import { formatP, formatRatio, formatRatioInterval } from './format-ratio.ts'

/** What the change between two functions of one run does to a cold start: one sentence for each way of getting cold. */
export function changeSentences({ changes = [], ways = [] }: Result): string[] {
  const isOneWay = new Set(changes.map(({ coldBy }) => coldBy)).size < 2
  return changes.map((change) => {
    const { before, after, coldBy, ratio, ratioInterval, p, rounds, unpaired } = change
    const phrase = isOneWay ? '' : ` ${ways.find(({ name }) => name === coldBy)?.phrase || `by ${coldBy}`}`
    const interval = ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''
    const proof = [`${rounds} ${rounds === 1 ? 'pair' : 'pairs'}`, ...(p === undefined ? [] : [formatP(p)])]
    const left = unpaired > 0 ? `; ${unpaired} rounds without a cold start on one side` : ''
    return `${after} takes ${formatRatio(ratio)}${interval} as long to start cold${phrase} as ${before}: ${verdict(change)} (${proof.join(', ')}${left}).`
  })
}

function verdict({ ratioInterval }: Change): string {
  const { lower, upper } = ratioInterval ?? {}
  if (lower === undefined || upper === undefined)
    return 'too few rounds for an interval; measure more with --cold'
  if (lower > 1) return 'slower, by more than noise'
  if (upper < 1) return 'faster, by more than noise'
  return 'no change was shown, which does not prove that there is none'
}
