import { formatDuration } from '../../core/duration.ts'
import type { Result } from '../../core/result.ts'
import type { Summary } from '../../core/summary.ts'
import type { Markup } from './markup.ts'
import { figure, polyline, RIGHT, xAxis, yAxis } from './plot.ts'
import { linearScale } from './scale.ts'
import type { Series } from './series.ts'

const LEFT = 40
const BOTTOM = 180

/** How many instances are still there after so long an idle period (Turnbull's estimate); undefined where nothing is known. */
export function keepAliveChart(results: readonly Result[], series: readonly Series[]): Markup | undefined {
  const curves = results
    .flatMap(({ summaries }) => summaries)
    .flatMap(({ target, keepAlive }) => (keepAlive ? [{ target, keepAlive }] : []))
  if (curves.length === 0) return undefined
  const most = Math.max(...curves.map(({ keepAlive }) => endOf(keepAlive)))
  const x = linearScale(most, LEFT, RIGHT, formatDuration)
  const y = {
    at: (share: number) => BOTTOM - share * (BOTTOM - 10),
    ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: `${value * 100} %` })),
  }
  const colorOf = (target: string) =>
    series.find((one) => one.target === target || one.target.startsWith(`${target} (`))?.color ?? 0
  return figure(
    'Still alive after an idle period',
    `From ${curves.map(({ target, keepAlive }) => `${keepAlive.n} looks at ${target}`).join(', ')}. Between two looks the curve is a straight line, since nobody looked.`,
    BOTTOM + 32,
    [
      ...xAxis(x, 10, BOTTOM, 'idle period'),
      ...yAxis(y, LEFT, RIGHT),
      ...curves.map(({ target, keepAlive }) =>
        polyline(
          survival(keepAlive).map(([ms, share]) => [x.at(ms), y.at(share)] as const),
          `curve cold c${colorOf(target)}`,
        ),
      ),
    ],
  )
}

type Curve = NonNullable<Summary['keepAlive']>

function endOf({ curve }: Curve): number {
  return Math.max(...curve.map(({ afterMs, untilMs }) => untilMs ?? afterMs), 1)
}

function survival({ curve }: Curve): [number, number][] {
  let alive = 1
  return [
    [0, 1],
    ...[...curve]
      .sort((a, b) => a.afterMs - b.afterMs)
      .flatMap(({ afterMs, untilMs, mass }): [number, number][] => {
        const before = alive
        if (untilMs === undefined) return [[afterMs, before]]
        alive = Math.max(0, alive - mass)
        return [
          [afterMs, before],
          [untilMs, alive],
        ]
      }),
  ]
}
