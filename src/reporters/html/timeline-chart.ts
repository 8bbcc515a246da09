import type { Sample } from '../../core/sample.ts'
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

/** Waits in the order they happened, the idle periods before cold starts, and when this machine was busy. */
export function timelineChart(series: readonly Series[]): Markup | undefined {
  const samples = series.flatMap((one) => one.samples)
  if (samples.length === 0) return undefined
  const times = samples.map(startOf)
  const begin = least(times)
  const lastMs = -least(times.map((time) => -time)) - begin
  const unit = UNITS.find(({ ms }) => lastMs >= 2 * ms) ?? UNITS[4]
  const x = linearScale(lastMs / unit.ms, LEFT, RIGHT)
  const at = (sample: Sample) => x.at((startOf(sample) - begin) / unit.ms)
  const waits = samples.map(waitOf)
  const y = logScale([least(waits), -least(waits.map((wait) => -wait))], BOTTOM, 10)
  const lanes = [...new Set(series.map(({ target }) => target))]
  const busy = samples.filter(({ flags }) => flags?.includes('loop-delay'))
  return figure(
    'In the order they happened',
    `Cold starts as large dots, warm invocations as small ones; drift shows as a slope. The bars below are the idle periods before cold starts, one line a target.${busy.length > 0 ? ` × marks ${busy.length} invocations during which this machine was busy.` : ''}${isThinned(series) ? ` Long series are drawn as the median, the least and the most of ${STRETCHES} stretches of time.` : ''}`,
    LANES + lanes.length * LANE + 4,
    [
      ...xAxis(x, 10, BOTTOM, `${unit.name} since the first`),
      ...yAxis(y, LEFT, RIGHT),
      ...series.flatMap((one) => drawn(one, at, y)),
      ...busy.slice(0, STRETCHES).map((sample) => text(at(sample), BOTTOM - 2, '×', 'tick', 'middle')),
      ...series.flatMap((one) => idleBars(one, at, unit.ms, x, LANES + lanes.indexOf(one.target) * LANE)),
    ],
  )
}

function drawn(one: Series, at: (sample: Sample) => number, y: Scale): (Markup | undefined)[] {
  const { samples, temperature, color } = one
  if (!isThinned([one]))
    return [
      dots(
        samples.map((sample) => [at(sample), y.at(waitOf(sample))] as const),
        `dots ${temperature} c${color}`,
      ),
    ]
  return stretches(samples, at).flatMap(({ place, waits }) => [
    line(place, y.at(waits[0] ?? 1), place, y.at(waits.at(-1) ?? 1), `range c${color}`),
    dots([[place, y.at(waits[Math.floor(waits.length / 2)] ?? 1)]], `dots ${temperature} c${color}`),
  ])
}

/** Samples that were sent in the same stretch of time: where it is, and their waits in order. */
function stretches(samples: readonly Sample[], at: (sample: Sample) => number) {
  const width = (RIGHT - LEFT) / STRETCHES
  const byStretch = new Map<number, number[]>()
  for (const sample of samples) {
    const stretch = Math.floor((at(sample) - LEFT) / width)
    const waits = byStretch.get(stretch) ?? []
    waits.push(waitOf(sample))
    byStretch.set(stretch, waits)
  }
  return [...byStretch].map(([stretch, waits]) => ({
    place: LEFT + (stretch + 0.5) * width,
    waits: waits.sort((a, b) => a - b),
  }))
}

function idleBars(
  { samples, temperature, color }: Series,
  at: (sample: Sample) => number,
  unitMs: number,
  x: Scale,
  top: number,
): Markup[] {
  if (temperature !== 'cold') return []
  const width = x.at(1) - x.at(0)
  return samples.slice(0, STRETCHES * 2).flatMap((sample) => {
    const { idleMs } = sample
    if (idleMs === undefined) return []
    const end = at(sample)
    const start = Math.max(LEFT, end - (idleMs / unitMs) * width)
    return [
      polyline(
        [
          [start, top],
          [end, top],
        ],
        `idle c${color}`,
      ),
    ]
  })
}

function startOf({ startedAt }: Sample): number {
  return Date.parse(startedAt)
}

function waitOf({ phases }: Sample): number {
  return phases.waitMs as number
}

/** Of an array that may be longer than a call can have arguments. */
function least(values: readonly number[]): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY)
}
