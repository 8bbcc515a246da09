import type { History, HistoryChange, SeriesHistory } from '../../stats/history/history.ts'
import { formatRatio, formatRatioInterval } from '../format-ratio.ts'
import { namesOfSeries } from './series-name.ts'

/** Runs left out that are named one by one. */
const MOST_LEFT = 5

interface Placed {
  readonly series: SeriesHistory
  readonly change: HistoryChange
}

/** `24 runs, 2026-01-01 to 2026-06-30.` */
export function historySpan({ runs, from, until }: History): string {
  if (from === undefined || until === undefined) return 'No runs with cold starts are recorded in results.'
  const [first, last] = [from.slice(0, 10), until.slice(0, 10)]
  return `${runs} ${runs === 1 ? 'run' : 'runs'}, ${first === last ? first : `${first} to ${last}`}.`
}

/** Marked changes, oldest first, a sentence for all functions that changed at one run. */
export function changeSentences(history: History): string[] {
  return togetherAtRuns(history, ({ changes }) => changes).map((together) => {
    const [{ change }] = together
    const also = [...new Set(together.flatMap((placed) => placed.change.alsoChanged))]
    const words = also.length > 0 ? ` Also changed there, cause or not: ${also.join('; ')}.` : ''
    return `${change.startedAt.slice(0, 10)}, from run ${change.run} on: ${movedWords(history, together)}.${words}`
  })
}

/** Levels that moved without a day, a sentence for all that did so around one run. */
export function driftSentences(history: History): string[] {
  return togetherAtRuns(history, ({ drifts }) => drifts).map(
    (together) =>
      `Around ${together[0].change.startedAt.slice(0, 10)}, gradually or back and forth, so that no run is marked: ${movedWords(history, together)}.`,
  )
}

function movedWords({ series }: History, together: readonly Placed[]): string {
  const nameOf = namesOfSeries(series)
  return together.map((placed) => `${nameOf(placed.series)} ${ratioWords(placed.change)}`).join(', ')
}

function togetherAtRuns(
  { series }: History,
  changesOf: (series: SeriesHistory) => readonly HistoryChange[],
): [Placed, ...Placed[]][] {
  const all = series
    .flatMap((one) => changesOf(one).map((change): Placed => ({ series: one, change })))
    .sort((a, b) => (a.change.startedAt < b.change.startedAt ? -1 : 1))
  const byRun = new Map<string, [Placed, ...Placed[]]>()
  for (const placed of all) {
    const together = byRun.get(placed.change.run)
    if (together) together.push(placed)
    else byRun.set(placed.change.run, [placed])
  }
  return [...byRun.values()]
}

function ratioWords({ ratio, ratioInterval }: HistoryChange): string {
  return `${formatRatio(ratio)}${ratioInterval ? ` (${formatRatioInterval(ratioInterval)})` : ''}`
}

/** What is said where no change is: that none is marked, or that none could be looked for. */
export function noChangeWords({ series }: History): string {
  return series.some(({ reason }) => reason === undefined)
    ? 'No change is marked.'
    : 'There are too few points to look for changes.'
}

/** What must be known of a history, a sentence each; of one without points, what was left out. */
export function historyNotes(history: History): string[] {
  const { method, left, series } = history
  if (series.length === 0) return leftOut(left)
  const nameOf = namesOfSeries(series)
  const short = series.filter(({ reason }) => reason !== undefined)
  const joined = series.filter(({ points }) => points.some(({ runs }) => runs.length > 1))
  return [
    `A change is marked where a permutation test supports it (α = ${method.alpha}), its run is known to ± 1 in ${method.certainty * 100} % of redraws, and it exceeds ${method.practicalThreshold * 100} %; sizes and architectures of one function are searched together.`,
    'Level: median of the points since the last mark. A month: Theil–Sen slope over 30 days of that level.',
    ...(short.length > 0
      ? [
          `Too few points to look for changes (${method.leastPoints} are needed): ${short.map((one) => `${nameOf(one)} has ${one.points.length}`).join(', ')}.`,
        ]
      : []),
    ...(joined.length > 0
      ? [
          `Runs of fewer than 6 cold starts are joined, by the day (UTC) and until there are 6: ${joined.map(nameOf).join(', ')}.`,
        ]
      : []),
    ...leftOut(left),
  ]
}

function leftOut(left: History['left']): string[] {
  const shown = left.slice(0, MOST_LEFT).map(({ run, reason }) => `Left out: ${run}: ${reason}`)
  return left.length > MOST_LEFT ? [...shown, `And ${left.length - MOST_LEFT} more are left out.`] : shown
}
