import type { ChalkInstance } from 'chalk'
import type { Result } from '../../core/result.ts'
import type { ColdSummary, Distribution, Summary } from '../../core/summary.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { type Column, plainTable } from './plain-table.ts'
import { brokenName, shownWays } from './ways.ts'

/** Two lines each, as the cells are. */
const COLUMNS: readonly Column[] = [
  { heading: 'target\ncold by', align: 'left' },
  { heading: 'cold\nof' },
  { heading: 'p50\n95 % CI' },
  { heading: 'p95\nmax' },
  { heading: 'warm\non' },
  { heading: 'p50\n95 % CI' },
  { heading: 'p95\nmax' },
  { heading: 'cold −\nwarm' },
  { heading: 'err' },
]

/**
 * Waits in ms, one row per target and way of getting cold; `n<20` stands where n does not carry a
 * figure. `cold of`: observed cold of those intended; `warm on`: invocations on so many instances.
 */
export function latencyTable(result: Result, chalk: ChalkInstance, width: number): string {
  const rows = result.summaries.flatMap((summary) => {
    const shown = shownWays(summary, result.ways)
    const ways = shown.length > 0 ? shown : [undefined]
    return ways.map((cold, index) => row(summary, cold, index === 0, chalk))
  })
  const columns = COLUMNS.map((column) => ({ ...column, heading: chalk.bold(column.heading) }))
  const whole = plainTable(columns, rows, width)
  if (whole.indexOf('\n') <= width) return whole
  const warmRows = rows.flatMap(([name = '', ...cells]) =>
    cells[3] === '' ? [] : [[name.split('\n', 1)[0] ?? '', ...cells]],
  )
  const warmColumns = [{ heading: chalk.bold('target'), align: 'left' as const }, ...columns.slice(1)]
  return `${part(columns, rows, COLD_COLUMNS, width)}${part(warmColumns, warmRows, WARM_COLUMNS, width)}`
}

/** On a terminal too narrow for all columns, those of cold starts stand above those of warm invocations. */
const COLD_COLUMNS = [0, 1, 2, 3, 7, 8]
const WARM_COLUMNS = [0, 4, 5, 6]

function part(columns: readonly Column[], rows: readonly string[][], chosen: number[], width: number) {
  const pick = <T>(cells: readonly T[]) => chosen.flatMap((index) => cells.slice(index, index + 1))
  return plainTable(pick(columns), rows.map(pick), width)
}

function row(
  summary: Summary,
  cold: ColdSummary | undefined,
  first: boolean,
  chalk: ChalkInstance,
): string[] {
  const penalty = summary.penalties.find(
    ({ coldBy, plannedIdleMs }) => coldBy === cold?.coldBy && plannedIdleMs === cold?.plannedIdleMs,
  )
  const errors = Object.values(summary.errors).reduce((sum, n) => sum + n, 0)
  return [
    `${chalk.bold(brokenName(summary.target))}\n${chalk.dim(cold ? nameOfWay(cold) : 'no cold starts')}`,
    cold ? `${observedCount(cold)}\n${chalk.dim(`of ${cold.intended}`)}` : '0',
    cold ? median(shownWait(cold), chalk) : '–',
    cold ? tail(shownWait(cold), chalk) : '–',
    first ? warmCount(summary.warm, chalk) : '',
    first ? median(summary.warm, chalk) : '',
    first ? tail(summary.warm, chalk) : '',
    penalty ? signed(penalty.medianDifferenceMs) : '–',
    errors > 0 ? chalk.red(String(errors)) : '0',
  ]
}

/** Observed colds; a question mark where they were inferred, or where it is not known which were cold. */
function observedCount({ observed, unknown, inferred }: ColdSummary): string {
  if (unknown > 0) return observed === 0 ? '?' : `≥${observed}${inferred > 0 ? '?' : ''}`
  return `${observed}${inferred > 0 ? '?' : ''}`
}

/** The waits of cold starts; where no temperature is known, of everything that was meant to be cold. */
function shownWait({ wait, waitAsIntended, observed, alive, prewarmed }: ColdSummary): Distribution {
  return waitAsIntended && observed + alive + prewarmed === 0 ? waitAsIntended : wait
}

function signed(ms: number): string {
  return `${ms < 0 ? '' : '+'}${formatMs(ms)}`
}

function warmCount(warm: Distribution, chalk: ChalkInstance): string {
  return warm.instances === undefined ? String(warm.n) : `${warm.n}\n${chalk.dim(`on ${warm.instances}`)}`
}

function median(of: Distribution, chalk: ChalkInstance): string {
  if (of.p50Ms === undefined) return '–'
  const interval = of.p50Interval
  return interval
    ? `${formatMs(of.p50Ms)}\n${chalk.dim(formatInterval(interval.lower, interval.upper))}`
    : formatMs(of.p50Ms)
}

function tail(of: Distribution, chalk: ChalkInstance): string {
  const max = of.maxMs === undefined ? '' : `\n${chalk.dim(formatMs(of.maxMs))}`
  return `${p95(of)}${max}`
}

function p95(of: Distribution): string {
  if (of.p95Ms !== undefined) return formatMs(of.p95Ms)
  const needed = /\d+/.exec(of.refused?.p95Ms ?? '')?.[0]
  return needed && of.n > 0 ? `n<${needed}` : '–'
}
