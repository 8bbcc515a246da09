import { READ_ONE_BY_ONE } from '../core/name-list.ts'
import type { Result } from '../core/result.ts'
import { changeSentences } from './change-sentences.ts'
import { meaningSentences } from './cold-means.ts'
import { coldScenes, type Scene } from './cold-scenes.ts'
import { costSentences, unknownSentences } from './cost-sentences.ts'
import { holdingSentences } from './holding-sentences.ts'
import { idleSentences } from './idle-sentences.ts'
import { rankingSentences } from './ranking-sentences.ts'

/**
 * The result in plain sentences: who starts cold fastest, by what ratio with which interval, whether that
 * is more than noise, what a cold start costs, and what was not measured. Where several idle periods were
 * tried each sentence names its own. Empty where nothing was cold and nothing is unknown.
 */
export function learnerSentences(result: Result): string[] {
  const said = coldScenes(result).flatMap(([scene, ...others]) =>
    scene
      ? [
          ...rankingOf(result, scene, others),
          ...costSentences(scene),
          ...[scene, ...others].flatMap(idleSentences),
        ]
      : [],
  )
  const changes = changeSentences(result)
  const verdicts = isReadOneByOne(result) ? [...changes, ...said] : [...said, ...changes]
  const all = [...verdicts, ...unknownSentences(result), ...holdingSentences(result)]
  return all.length === 0 ? [] : [...all, ...notMeasured(result)]
}

/** Where every function is said to be slower or faster than the first by pairs, no ranking says it once more. */
function rankingOf(result: Result, scene: Scene, others: readonly Scene[]): string[] {
  if (!isReadOneByOne(result)) return rankingSentences(result, scene, others)
  const sides = new Set(result.changes?.flatMap(({ before, after }) => [before, after]))
  const isSaid = scene.contenders.every(({ summary }) => sides.has(summary.target))
  return isSaid ? [] : rankingSentences(result, scene, others)
}

/** Of many changes a few are said, and most are too small to be shown among so many: then the ranking is the verdict. */
function isReadOneByOne({ changes = [] }: Result): boolean {
  return changes.length <= READ_ONE_BY_ONE
}

function notMeasured({ targets, summaries, environment, parts }: Result): string[] {
  const platforms = new Set(targets.map(({ platform }) => platform))
  const sentences: string[] = meaningSentences({ targets })
  if (platforms.has('local'))
    sentences.push(
      "Measured on the local engine, not the cloud: the network, the platform's scheduler and its loading of your package are not in these numbers.",
    )
  if (platforms.has('cloud') || platforms.has('url'))
    sentences.push(
      `Measured from ${placesOf(environment, parts)}: users elsewhere have another round trip, and at other hours the load differs.`,
    )
  const isInferred = summaries.some(
    ({ cold, warmInferred = 0 }) => warmInferred > 0 || cold.some(({ inferred }) => inferred > 0),
  )
  if (isInferred)
    sentences.push(
      'Some temperatures were inferred from latency, because a function does not report its instance.',
    )
  return sentences
}

/** `one place (Frankfurt)`, `2 places (fra, nrt)`. */
function placesOf({ location }: Result['environment'], parts: Result['parts']): string {
  if (parts) {
    const names = parts.map(({ name }) => name).join(', ')
    return parts.length === 1 ? `one place (${names})` : `${parts.length} places (${names})`
  }
  return `one place${location ? ` (${location})` : ''}`
}
