import type { Result } from '../../core/result.ts'
import type { Breakdown } from '../../core/wait-parts.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { formatMs } from '../format-ms.ts'
import type { Markup } from './markup.ts'
import { box, figure, RIGHT, shortened, text, xAxis } from './plot.ts'
import { linearScale } from './scale.ts'
import { nameIn } from './series.ts'

const PARTS = [
  { key: 'platformMs', name: 'platform' },
  { key: 'bootMs', name: 'boot' },
  { key: 'loadMs', name: 'load' },
  { key: 'handlerMs', name: 'handler' },
  { key: 'restMs', name: 'rest' },
  { key: 'queueMs', name: 'queue' },
] as const

const ROW = 48
const LEFT = 12

/** Where the median cold start of each target went, stacked; undefined where no function said. */
export function breakdownChart(results: readonly Result[]): Markup | undefined {
  const rows = results.flatMap((result) =>
    result.summaries.flatMap(({ target, cold }) =>
      cold.flatMap((way) =>
        way.breakdown?.bootMs === undefined
          ? []
          : [{ name: `${nameIn(results, result, target)} · ${nameOfWay(way)}`, parts: way.breakdown }],
      ),
    ),
  )
  if (rows.length === 0) return undefined
  const isQueued = rows.some(({ parts }) => parts.queueMs !== undefined)
  const parts = PARTS.slice(0, isQueued ? undefined : -1)
  const bottom = 24 + rows.length * ROW
  const scale = linearScale(Math.max(...rows.map(({ parts }) => sumOf(parts))), LEFT, RIGHT)
  return figure(
    'Where the median cold start went',
    `${isQueued ? "queue: until its worker's request was written, where one triggered the function; " : ''}platform: before the process existed; boot: until your first line; load: your modules; handler; rest: what no part names. Of one sample, the median; medians of parts do not add up.`,
    bottom + 32,
    [
      ...legend(parts),
      ...xAxis(scale, 22, bottom, 'ms'),
      ...rows.flatMap((row, k) => stack(row, parts, 24 + k * ROW, scale.at)),
    ],
  )
}

type Shown = readonly (typeof PARTS)[number][]

function legend(shown: Shown): Markup[] {
  const step = (RIGHT - LEFT) / shown.length
  return shown.flatMap(({ name }, k) => [
    box(LEFT + k * step, 4, 10, 10, `p${k}`),
    text(LEFT + k * step + 14, 13, name, 'tick'),
  ])
}

function stack(
  { name, parts }: { readonly name: string; readonly parts: Breakdown },
  shown: Shown,
  top: number,
  at: (value: number) => number,
): Markup[] {
  const said = shown.map(({ key, name: part }) => `${part} ${formatMs(parts[key] ?? 0)}`)
  let until = 0
  return [
    text(LEFT, top + 13, shortened(name, 44), 'label'),
    text(RIGHT, top + 13, `${formatMs(sumOf(parts))} ms`, 'tick', 'end'),
    ...shown.map(({ key }, k) => {
      const from = at(until)
      until += parts[key] ?? 0
      return box(from, top + 18, at(until) - from, 12, `p${k}`)
    }),
    text(LEFT, top + 40, said.join(' · '), 'tick'),
  ]
}

function sumOf(parts: Breakdown): number {
  return PARTS.reduce((sum, { key }) => sum + (parts[key] ?? 0), 0)
}
