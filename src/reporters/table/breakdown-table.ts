import type { ChalkInstance } from 'chalk'
import type { Result } from '../../core/result.ts'
import type { Breakdown } from '../../core/wait-parts.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { formatMs } from '../format-ms.ts'
import { plainTable } from './plain-table.ts'
import { brokenName, shownWays } from './ways.ts'

const PARTS = [
  { key: 'queueMs', heading: 'queue', block: '▪' },
  { key: 'platformMs', heading: 'platform', block: '░' },
  { key: 'bootMs', heading: 'boot', block: '▒' },
  { key: 'loadMs', heading: 'load', block: '▓' },
  { key: 'handlerMs', heading: 'handler', block: '█' },
  { key: 'restMs', heading: 'rest', block: '·' },
] as const

/** What the columns beside name and bar take, with one space between them. */
const FIGURES_WIDTH = 50
const WIDEST_BAR = 20
const NARROWEST_BAR = 8

/** Where the cold start of the median sample went, or an empty string where no function said. */
export function breakdownTable(result: Result, chalk: ChalkInstance, width: number): string {
  const known = result.summaries.flatMap((summary) =>
    shownWays(summary, result.ways).flatMap((cold) =>
      cold.breakdown?.bootMs === undefined
        ? []
        : [{ target: summary.target, cold, breakdown: cold.breakdown }],
    ),
  )
  if (known.length === 0) return ''
  const parts = PARTS.filter(
    ({ key }) => key !== 'queueMs' || known.some(({ breakdown }) => breakdown[key] !== undefined),
  )
  const longest = Math.max(...known.map(({ breakdown }) => sumOf(breakdown)))
  const several = result.summaries.some((summary) => shownWays(summary, result.ways).length > 1)
  const names = known.map(({ target, cold }) =>
    several ? `${brokenName(target)}\n${nameOfWay(cold)}` : brokenName(target),
  )
  const left =
    width - FIGURES_WIDTH - Math.max(...names.flatMap((name) => name.split('\n').map((line) => line.length)))
  const hasBar = left >= NARROWEST_BAR
  const columns = [
    { heading: 'target', align: 'left' as const },
    ...parts.map(({ heading, block }) => ({ heading: hasBar ? `${block} ${heading}` : heading })),
    { heading: '', align: 'left' as const },
  ]
  const barOf = (breakdown: Breakdown) => chalk.cyan(bar(breakdown, longest, Math.min(WIDEST_BAR, left)))
  const rows = known.map(({ breakdown }, index) => [
    names[index] ?? '',
    ...parts.map(({ key }) => (breakdown[key] === undefined ? '–' : formatMs(breakdown[key]))),
    `${hasBar ? barOf(breakdown) : ''}${breakdown.note ? '*' : ''}`,
  ])
  const notes = [...new Set(known.flatMap(({ breakdown }) => breakdown.note ?? []))]
  return `Where the median cold start went, ms\n${plainTable(columns, rows, width)}${notes.map((note) => `* ${note}\n`).join('')}`
}

function sumOf(breakdown: Breakdown): number {
  return PARTS.reduce((sum, { key }) => sum + (breakdown[key] ?? 0), 0)
}

function bar(breakdown: Breakdown, longest: number, width: number): string {
  let drawn = 0
  let until = 0
  return PARTS.map(({ key, block }) => {
    until += ((breakdown[key] ?? 0) / longest) * width
    const length = Math.round(until) - drawn
    drawn += length
    return block.repeat(length)
  }).join('')
}
