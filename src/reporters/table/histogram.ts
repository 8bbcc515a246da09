import type { ChalkInstance } from 'chalk'
import type { Result } from '../../core/result.ts'
import { groupOf } from '../../core/target-groups.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { formatMs } from '../format-ms.ts'
import { shownWays } from './ways.ts'

/** Heights of one column, empty first. */
const BLOCKS = ' ▁▂▃▄▅▆▇█'
const WIDEST = 48
const NARROWEST = 10
/** Fewer waits show nothing that the table does not. */
const LEAST_WAITS = 3
/** More targets than this are for the table alone. */
const MOST_LINES = 12

interface Line {
  readonly name: string
  readonly waits: readonly number[]
}

/**
 * How the cold waits of each target lie, one line a target on one logarithmic axis; an empty string where there are too
 * few, or too many.
 */
export function histogram(result: Result, chalk: ChalkInstance, columns: number): string {
  const lines = linesOf(result).filter(({ waits }) => waits.length >= LEAST_WAITS)
  if (lines.length === 0 || lines.length > MOST_LINES) return ''
  const all = lines.flatMap(({ waits }) => waits)
  const least = all.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const most = all.reduce((one, other) => Math.max(one, other), 0)
  const nameWidth = Math.max(...lines.map(({ name }) => name.length))
  const width = Math.min(WIDEST, columns - nameWidth - 2)
  if (width < NARROWEST || !(least > 0) || least === most) return ''
  const drawn = lines.map(
    ({ name, waits }) =>
      `${name.padEnd(nameWidth)}  ${chalk.cyan(draw(waits, least, most, width)).trimEnd()}`,
  )
  const [from, to] = [formatMs(least), formatMs(most)]
  const axis = `${' '.repeat(nameWidth + 2)}${chalk.dim(from + to.padStart(width - from.length))}`
  return `Spread of the cold starts, ms, logarithmic\n${[...drawn, axis].join('\n')}\n`
}

function linesOf({ summaries, waits: measured, targets, ways }: Result): Line[] {
  return summaries.flatMap((summary) => {
    const ids = new Set(targets.filter((one) => groupOf(one) === summary.target).map(({ id }) => id))
    const shown = shownWays(summary, ways)
    return shown.map((way) => {
      const waits = measured.flatMap((kind) => {
        const { target, intended, coldBy = 'idle', plannedIdleMs, observed, error, waitMs = [] } = kind
        const isOfWay = coldBy === way.coldBy && plannedIdleMs === way.plannedIdleMs
        const isCold = ids.has(target) && intended === 'cold' && observed === 'cold' && !error && isOfWay
        return isCold ? waitMs : []
      })
      const name = shown.length > 1 ? `${summary.target} ${nameOfWay(way)}` : summary.target
      return { name, waits }
    })
  })
}

function draw(waits: readonly number[], least: number, most: number, width: number): string {
  const counts = new Array<number>(width).fill(0)
  const scale = width / Math.log(most / least)
  for (const wait of waits) {
    const column = Math.min(width - 1, Math.floor(Math.log(wait / least) * scale))
    counts[column] = (counts[column] ?? 0) + 1
  }
  const highest = Math.max(...counts)
  return counts.map((count) => BLOCKS[Math.ceil((count / highest) * (BLOCKS.length - 1))] ?? ' ').join('')
}
