import type { SeriesHistory } from '../../stats/history/history.ts'
import type { HistoryPoint } from '../../stats/history/history-points.ts'
import { element, type Markup } from '../html/markup.ts'
import { dots, figure, line, place, polyline, RIGHT, text, xAxis, yAxis } from '../html/plot.ts'
import { logScale, type Scale } from '../html/scale.ts'
import { timeScale } from './time-scale.ts'

const LEFT = 40
const BOTTOM = 190
/** Of more points so many stretches are drawn: their median, and from the least to the most. */
const STRETCHES = 240
/** Of `2026-11-28` in a drawing. */
const DATE_WIDTH = 62

/** One dot, and what the bar behind it reaches over. */
interface Drawn {
  readonly x: number
  readonly p50Ms: number
  readonly lowerMs: number
  readonly upperMs: number
}

/**
 * The medians of one function over time, with intervals, levels and marks.
 * @param color one of the page's
 */
export function historyChart(series: SeriesHistory, name: string, color: number): Markup {
  const { points, levels, changes, drifts, reason } = series
  const timeOf = (point: HistoryPoint | undefined) => (point ? Date.parse(point.startedAt) : 0)
  const x = timeScale(timeOf(points[0]), timeOf(points.at(-1)), LEFT, RIGHT)
  const isThinned = points.length > STRETCHES
  const drawn = isThinned ? stretched(points, x) : points.map((point) => pointIn(point, x))
  const y = logScale(extremes(drawn), BOTTOM, 14)
  const words = [
    `${points.length} points.`,
    isThinned
      ? `Drawn as the median, the least and the most of ${drawn.length} stretches of runs.`
      : 'Bars are 95 % intervals.',
    'Lines are levels.',
    changes.length > 0 ? 'Dashes mark changes.' : reason === undefined ? 'No change is marked.' : '',
    drifts.length > 0 ? 'The level also drifted, on no run that could be named.' : '',
  ]
  return figure(name, words.filter(Boolean).join(' '), BOTTOM + 32, [
    ...xAxis(x, 14, BOTTOM, 'UTC'),
    ...yAxis(y, LEFT, RIGHT),
    bars(drawn, y, `range c${color}`),
    dots(
      drawn.map(({ x: at, p50Ms }) => [at, y.at(p50Ms)] as const),
      `dots ${isThinned ? 'warm' : 'cold'} c${color}`,
    ),
    ...levels.map(({ since, until, p50Ms }) =>
      polyline(
        [
          [x.at(Date.parse(since)), y.at(p50Ms)],
          [Math.min(RIGHT, Math.max(x.at(Date.parse(until)), x.at(Date.parse(since)) + 4)), y.at(p50Ms)],
        ],
        'curve level',
      ),
    ),
    ...changeMarks(changes, x),
  ])
}

/** Dashes with their dates, where those do not touch. */
function changeMarks(changes: SeriesHistory['changes'], x: Scale): (Markup | undefined)[] {
  let free = LEFT
  return changes.flatMap(({ startedAt }) => {
    const at = x.at(Date.parse(startedAt))
    const from = Math.min(at + 3, RIGHT - DATE_WIDTH)
    const isFree = from >= free
    if (isFree) free = from + DATE_WIDTH + 4
    return [
      line(at, 14, at, BOTTOM, 'mark'),
      isFree ? text(from, 11, startedAt.slice(0, 10), 'tick') : undefined,
    ]
  })
}

function pointIn({ startedAt, p50Ms, p50Interval }: HistoryPoint, x: Scale): Drawn {
  return {
    x: x.at(Date.parse(startedAt)),
    p50Ms,
    lowerMs: p50Interval?.lower ?? p50Ms,
    upperMs: p50Interval?.upper ?? p50Ms,
  }
}

function stretched(points: readonly HistoryPoint[], x: Scale): Drawn[] {
  const size = Math.ceil(points.length / STRETCHES)
  return Array.from({ length: Math.ceil(points.length / size) }, (_, k) => {
    const own = points.slice(k * size, (k + 1) * size)
    const medians = Float64Array.from(own, ({ p50Ms }) => p50Ms).sort()
    const middle = own[Math.floor((own.length - 1) / 2)] as HistoryPoint
    return {
      x: x.at(Date.parse(middle.startedAt)),
      p50Ms: medians[Math.floor((medians.length - 1) / 2)] as number,
      lowerMs: medians[0] as number,
      upperMs: medians.at(-1) as number,
    }
  })
}

/** All bars in one path. */
function bars(drawn: readonly Drawn[], y: Scale, className: string): Markup | undefined {
  const d = drawn
    .filter(({ lowerMs, upperMs }) => upperMs > lowerMs)
    .map(({ x, lowerMs, upperMs }) => `M${place(x)} ${place(y.at(lowerMs))}V${place(y.at(upperMs))}`)
  return d.length === 0 ? undefined : element('path', { class: className, d: d.join('') })
}

function extremes(drawn: readonly Drawn[]): number[] {
  return [
    drawn.reduce((least, { lowerMs }) => Math.min(least, lowerMs), Number.POSITIVE_INFINITY),
    drawn.reduce((most, { upperMs }) => Math.max(most, upperMs), 0),
  ]
}
