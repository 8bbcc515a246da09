import type { ChalkInstance } from 'chalk'
import type { Result } from '../../core/result.ts'
import type { Breakdown } from '../../core/sample.ts'
import { formatMs } from '../format-ms.ts'
import { wayOf } from './latency-table.ts'
import { plainTable } from './plain-table.ts'

const PARTS = [
  { key: 'platformMs', heading: 'platform', block: '░' },
  { key: 'bootMs', heading: 'boot', block: '▒' },
  { key: 'loadMs', heading: 'load', block: '▓' },
  { key: 'handlerMs', heading: 'handler', block: '█' },
] as const

const BAR_WIDTH = 24

/** Where the cold start of the median sample went, or an empty string where no function said. */
export function breakdownTable(result: Result, chalk: ChalkInstance, width: number): string {
  const known = result.summaries.flatMap((summary) =>
    summary.cold.flatMap((cold) =>
      cold.breakdown?.bootMs === undefined
        ? []
        : [{ target: summary.target, cold, breakdown: cold.breakdown }],
    ),
  )
  if (known.length === 0) return ''
  const longest = Math.max(...known.map(({ breakdown }) => sumOf(breakdown)))
  const several = result.summaries.some(({ cold }) => cold.length > 1)
  const columns = [
    { heading: 'target', align: 'left' as const },
    ...PARTS.map(({ heading, block }) => ({ heading: `${block} ${heading}` })),
    { heading: '', align: 'left' as const },
  ]
  const rows = known.map(({ target, cold, breakdown }) => [
    several ? `${target} ${wayOf(cold)}` : target,
    ...PARTS.map(({ key }) => (breakdown[key] === undefined ? '–' : formatMs(breakdown[key]))),
    chalk.cyan(bar(breakdown, longest)) + (breakdown.note ? '*' : ''),
  ])
  const notes = [...new Set(known.flatMap(({ breakdown }) => breakdown.note ?? []))]
  return `Where the median cold start went, ms\n${plainTable(columns, rows, width)}${notes.map((note) => `* ${note}\n`).join('')}`
}

function sumOf(breakdown: Breakdown): number {
  return PARTS.reduce((sum, { key }) => sum + (breakdown[key] ?? 0), 0)
}

function bar(breakdown: Breakdown, longest: number): string {
  let drawn = 0
  let until = 0
  return PARTS.map(({ key, block }) => {
    until += ((breakdown[key] ?? 0) / longest) * BAR_WIDTH
    const length = Math.round(until) - drawn
    drawn += length
    return block.repeat(length)
  }).join('')
}
