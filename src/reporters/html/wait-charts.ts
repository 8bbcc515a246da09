import { quantile } from '../../stats/quantile.ts'
import { formatMs } from '../format-ms.ts'
import type { Markup } from './markup.ts'
import { box, dots, figure, line, polyline, RIGHT, shortened, text, xAxis, yAxis } from './plot.ts'
import { logScale } from './scale.ts'
import type { Series } from './series.ts'

/** A series with more samples than this is drawn from its quantiles; the page says so. */
export const DRAWN_SINGLY = 500

const ROW = 50
/** Of a label, which has its n and median to the right of it. */
const LABEL_LENGTH = 46

/** Whether any series is drawn from its quantiles. */
export function isThinned(series: readonly Series[]): boolean {
  return series.some(({ sorted }) => sorted.length > DRAWN_SINGLY)
}

/** Every wait as a dot, with quartiles and median, on one logarithmic axis. */
export function stripChart(series: readonly Series[]): Markup | undefined {
  const rows = series.filter(({ sorted }) => sorted.length > 0)
  if (rows.length === 0) return undefined
  const bottom = rows.length * ROW + 4
  const scale = logScale(
    rows.flatMap(({ sorted }) => [sorted[0] ?? 0, sorted.at(-1) ?? 0]),
    12,
    RIGHT,
  )
  const drawn = rows.flatMap((row, index) => stripRow(row, index * ROW, (value) => scale.at(value)))
  return figure(
    'Every wait, on a log axis',
    `A dot is one invocation, the box is the middle half of them, the bar the median.${thinnedWords(series, '101 of their quantiles')}`,
    bottom + 32,
    [...xAxis(scale, 2, bottom, 'wait, ms'), ...drawn],
  )
}

function stripRow(
  { label, color, temperature, sorted }: Series,
  top: number,
  at: (value: number) => number,
): (Markup | undefined)[] {
  const shown =
    sorted.length > DRAWN_SINGLY
      ? Array.from({ length: 101 }, (_, k) => quantile(sorted, k / 100))
      : [...sorted]
  const [low = 0, middle = 0, high = 0] = [0.25, 0.5, 0.75].map((p) => at(quantile(sorted, p)))
  const center = top + 31
  return [
    text(12, top + 13, shortened(label, LABEL_LENGTH), 'label'),
    text(RIGHT, top + 13, `n = ${sorted.length}, p50 ${formatMs(quantile(sorted, 0.5))}`, 'tick', 'end'),
    ...(sorted.length > 2 ? [box(low, center - 8, high - low, 16, `quartiles c${color}`)] : []),
    dots(
      shown.map((value, k) => [at(value), center + spread(k)] as const),
      `dots ${temperature} c${color}`,
    ),
    line(middle, center - 10, middle, center + 10, 'median'),
  ]
}

/** Dots side by side in place of one upon the other: the same three heights over and over. */
function spread(k: number): number {
  return ((k % 3) - 1) * 4
}

const ECDF_LEFT = 40
const ECDF_POINTS = 200

/** How many of the waits were no longer than each: read the 50 % and 95 % guides from left to right. */
export function ecdfChart(series: readonly Series[]): Markup | undefined {
  const rows = series.filter(({ sorted }) => sorted.length > 1)
  if (rows.length === 0) return undefined
  const bottom = 220
  const x = logScale(
    rows.flatMap(({ sorted }) => [sorted[0] ?? 0, sorted.at(-1) ?? 0]),
    ECDF_LEFT,
    RIGHT,
  )
  const y = {
    at: (share: number) => bottom - share * (bottom - 10),
    ticks: [0, 0.25, 0.5, 0.75, 0.95].map((value) => ({ value, label: `${value * 100} %` })),
  }
  const lines = rows.map(({ sorted, color, temperature }) =>
    polyline(
      steps(sorted).map(([value, share]) => [x.at(value), y.at(share)] as const),
      `curve ${temperature} c${color}`,
    ),
  )
  return figure(
    'Share of waits no longer than',
    `Cold starts as full lines, warm invocations dashed.${thinnedWords(series, `${ECDF_POINTS} of their quantiles`)}`,
    bottom + 32,
    [
      ...xAxis(x, 10, bottom, 'wait, ms'),
      ...yAxis(y, ECDF_LEFT, RIGHT),
      ...[0.5, 0.95].map((share) => line(ECDF_LEFT, y.at(share), RIGHT, y.at(share), 'mark')),
      ...lines,
    ],
  )
}

/** The corners of an empirical distribution function; of many values, of some of their quantiles. */
function steps(waits: Series['sorted']): [number, number][] {
  const n = waits.length
  const indices =
    n <= ECDF_POINTS
      ? Array.from(waits, (_, k) => k)
      : Array.from({ length: ECDF_POINTS }, (_, k) => Math.round((k * (n - 1)) / (ECDF_POINTS - 1)))
  let before = 0
  return indices.flatMap((k): [number, number][] => {
    const value = waits[k] ?? 0
    const share = (k + 1) / n
    const corner: [number, number][] = [
      [value, before],
      [value, share],
    ]
    before = share
    return corner
  })
}

function thinnedWords(series: readonly Series[], what: string): string {
  return isThinned(series) ? ` Where there are more than ${DRAWN_SINGLY} samples, ${what} are drawn.` : ''
}
