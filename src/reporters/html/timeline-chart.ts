import type { Points } from './gather-samples.ts'
import type { Markup } from './markup.ts'
import { dots, figure, line, polyline, RIGHT, text, xAxis, yAxis } from './plot.ts'
import { linearScale, logScale, type Scale } from './scale.ts'
import type { Series } from './series.ts'
import { isThinned } from './wait-charts.ts'

const LEFT = 40
const BOTTOM = 190
/** Where the lanes of idle periods begin, below the axis's labels. */
const LANES = BOTTOM + 40
const LANE = 8
/** A series of many samples is drawn as so many stretches of time. */
const STRETCHES = 120

/** Units of time, the largest that gives a run at least two of them. */
const UNITS = [
  { name: 'days', ms: 86_400_000 },
  { name: 'hours', ms: 3_600_000 },
  { name: 'minutes', ms: 60_000 },
  { name: 'seconds', ms: 1000 },
  { name: 'milliseconds', ms: 1 },
] as const

/**
 * Waits in the order they happened, the idle periods before cold starts, and when this machine was busy; several runs laid over
 * each other, each from its own first invocation on.
 */
export function timelineChart(series: readonly Series[]): Markup | undefined {
  const drawable = series.filter(({ sorted }) => sorted.length > 0)
  if (drawable.length === 0) return undefined
  const spans = spansOf(drawable)
  const lastMs = Math.max(...[...spans.values()].map(({ begin, end }) => end - begin))
  const unit = UNITS.find(({ ms }) => lastMs >= 2 * ms) ?? UNITS[4]
  const x = linearScale(lastMs / unit.ms, LEFT, RIGHT)
  const atOf = ({ run }: Series): At => {
    const { begin } = spans.get(run) ?? NO_SPAN
    return (startMs) => x.at((startMs - begin) / unit.ms)
  }
  const ends = drawable.flatMap(({ sorted }) => [sorted[0] as number, sorted.at(-1) as number])
  const y = logScale([Math.min(...ends), Math.max(...ends)], BOTTOM, 10)
  const lanes = [...new Set(series.map(({ target }) => target))]
  const busy = drawable.reduce((sum, { points }) => sum + points.busy, 0)
  const busyAt = drawable.flatMap((one) => one.points.busyMs.map(atOf(one)))
  return figure(
    'In the order they happened',
    `Cold starts as large dots, warm invocations as small ones; drift shows as a slope. The bars below are the idle periods before cold starts, one line a target.${busy > 0 ? ` × marks ${busy} invocations during which this machine was busy.` : ''}${isThinned(series) ? ` Long series are drawn as the median, the least and the most of ${STRETCHES} stretches of time.` : ''}`,
    LANES + lanes.length * LANE + 4,
    [
      ...xAxis(x, 10, BOTTOM, `${unit.name} since the first${spans.size > 1 ? ' of each run' : ''}`),
      ...yAxis(y, LEFT, RIGHT),
      ...series.flatMap((one) => drawn(one, atOf(one), y)),
      ...busyAt.slice(0, STRETCHES).map((at) => text(at, BOTTOM - 2, '×', 'tick', 'middle')),
      ...series.flatMap((one) =>
        idleBars(one, atOf(one), unit.ms, x, LANES + lanes.indexOf(one.target) * LANE),
      ),
    ],
  )
}

/** Where a moment (epoch ms) is drawn. */
type At = (startMs: number) => number

/** The first moment of a run and the last, epoch ms. */
interface Span {
  readonly begin: number
  readonly end: number
}

const NO_SPAN: Span = { begin: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY }

/** By the id of each run. */
function spansOf(series: readonly Series[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>()
  for (const { run, points } of series) {
    let { begin, end } = spans.get(run) ?? NO_SPAN
    for (let row = 0; row < points.startMs.length; row++) {
      begin = Math.min(begin, points.startMs.at(row))
      end = Math.max(end, points.startMs.at(row))
    }
    spans.set(run, { begin, end })
  }
  return spans
}

function drawn(one: Series, at: At, y: Scale): (Markup | undefined)[] {
  const { points, sorted, temperature, color } = one
  if (!isThinned([one])) {
    const places = Array.from(
      sorted,
      (_, row) => [at(points.startMs.at(row)), y.at(points.waitMs.at(row))] as const,
    )
    return [dots(places, `dots ${temperature} c${color}`)]
  }
  return stretches(points, at).flatMap(({ place, waits }) => [
    line(place, y.at(waits[0] ?? 1), place, y.at(waits.at(-1) ?? 1), `range c${color}`),
    dots([[place, y.at(waits[Math.floor(waits.length / 2)] ?? 1)]], `dots ${temperature} c${color}`),
  ])
}

/** What was sent in the same stretch of time: where it is, and its waits in order. */
function stretches({ startMs, waitMs }: Points, at: At) {
  const width = (RIGHT - LEFT) / STRETCHES
  const byStretch = new Map<number, number[]>()
  for (let row = 0; row < startMs.length; row++) {
    const stretch = Math.floor((at(startMs.at(row)) - LEFT) / width)
    const waits = byStretch.get(stretch) ?? []
    byStretch.set(stretch, waits)
    waits.push(waitMs.at(row))
  }
  return [...byStretch].map(([stretch, waits]) => ({
    place: LEFT + (stretch + 0.5) * width,
    waits: waits.sort((a, b) => a - b),
  }))
}

function idleBars(
  { points, temperature, color }: Series,
  at: At,
  unitMs: number,
  x: Scale,
  top: number,
): Markup[] {
  if (temperature !== 'cold') return []
  const width = x.at(1) - x.at(0)
  return points.idle.map(({ startMs, idleMs }) => {
    const end = at(startMs)
    const start = Math.max(LEFT, end - (idleMs / unitMs) * width)
    return polyline(
      [
        [start, top],
        [end, top],
      ],
      `idle c${color}`,
    )
  })
}
