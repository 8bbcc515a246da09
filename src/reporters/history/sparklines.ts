import type { ChalkInstance } from 'chalk'
import type { SeriesHistory } from '../../stats/history/history.ts'
import type { HistoryPoint } from '../../stats/history/history-points.ts'
import { formatMs } from '../format-ms.ts'

const BLOCKS = '▁▂▃▄▅▆▇█'
const WIDEST = 48
const NARROWEST = 10
/** Fewer points show nothing that the table does not. */
const LEAST_POINTS = 3
/** More series than this are for the page. */
const MOST_LINES = 12

/**
 * How the medians of each function went on, one line a function, each from its least to its most on a logarithmic
 * scale, with a mark under each change; an empty string where there is too little to show, or too much.
 */
export function sparklines(all: readonly SeriesHistory[], chalk: ChalkInstance, columns: number): string {
  const series = all.filter(({ points }) => points.length >= LEAST_POINTS)
  if (series.length === 0 || series.length > MOST_LINES) return ''
  const nameWidth = Math.max(...series.map(({ target }) => target.length))
  const width = Math.min(WIDEST, columns - nameWidth - 18)
  if (width < NARROWEST) return ''
  const drawn = series.flatMap((one) => lineOf(one, { nameWidth, width }, chalk))
  return `Medians over time, ms, logarithmic; ^ marks a change\n${drawn.join('\n')}\n`
}

interface Room {
  readonly nameWidth: number
  readonly width: number
}

function lineOf(
  { target, points, changes }: SeriesHistory,
  { nameWidth, width }: Room,
  chalk: ChalkInstance,
): string[] {
  const columns = Math.min(width, points.length)
  const columnOf = (index: number) => Math.floor((index * columns) / points.length)
  const medians = mediansOf(points, columns)
  const [least, most] = [Math.min(...medians), Math.max(...medians)]
  const height = (ms: number) =>
    most > least ? Math.round((Math.log(ms / least) / Math.log(most / least)) * (BLOCKS.length - 1)) : 3
  const blocks = medians.map((ms) => BLOCKS[height(ms)] ?? ' ').join('')
  const line = `${target.padEnd(nameWidth)}  ${chalk.cyan(blocks)}  ${chalk.dim(`${formatMs(least)}–${formatMs(most)}`)}`
  const marked = changes.map(({ run }) => columnOf(points.findIndex(({ runs }) => runs.includes(run))))
  if (marked.length === 0) return [line]
  const marks = medians.map((_, column) => (marked.includes(column) ? '^' : ' ')).join('')
  return [line, `${' '.repeat(nameWidth + 2)}${marks.trimEnd()}`]
}

/** The median of the points that share a column. */
function mediansOf(points: readonly HistoryPoint[], columns: number): number[] {
  const waits = Float64Array.from(points, ({ p50Ms }) => p50Ms)
  const startOf = (column: number) => Math.ceil((column * points.length) / columns)
  return Array.from({ length: columns }, (_, column) => {
    const sorted = waits.slice(startOf(column), startOf(column + 1)).sort()
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  })
}
