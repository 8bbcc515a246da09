import type { ChalkInstance } from 'chalk'
import type { ImportPlace, LoadReport, LoadRow } from '../../core/load-report.ts'
import { formatMs } from '../format-ms.ts'

/** How it is laid out. */
interface Layout {
  readonly chalk: ChalkInstance
  readonly width: number
  readonly all: boolean
}

/** So many rows are shown unless all are asked for. */
const SHOWN = 10

const FIGURES = [10, 14, 7, 9] as const
const FIGURES_WIDTH = FIGURES.reduce((sum, width) => sum + width, 0)

/**
 * Packages and own modules by their own time, what takes longest first. What is not shown is one row, so that all sum
 * to the load.
 */
export function loadTable(load: LoadReport, { chalk, width, all }: Layout): string {
  const names = width - FIGURES_WIDTH
  const shown = all || load.rows.length <= SHOWN + 1 ? load.rows : load.rows.slice(0, SHOWN)
  const rest = load.rows.slice(shown.length)
  const title = `Where the ${formatMs(load.loadMs)} ms of loading go`
  const heading = chalk.bold(title.padEnd(names) + figures('self', 'with imports', 'files', 'kB'))
  const rows = shown.flatMap((row) => rowLines(row, names, chalk))
  const phases = ['resolve', 'read', 'compile', 'evaluate'] as const
  const sums = phases.map(
    (phase) => `${phase} ${formatMs(sum(load.rows, (row) => row.phases[`${phase}Ms`]))}`,
  )
  const lines = [
    heading,
    ...rows,
    ...(rest.length > 0 ? [chalk.dim(restLine(rest, names))] : []),
    ...(load.traced.language === undefined
      ? [chalk.dim(`of it ${sums.join(', ')}, loader ${formatMs(load.loaderMs)} ms`)]
      : []),
  ]
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function rowLines(row: LoadRow, names: number, chalk: ChalkInstance): string[] {
  const { kind, selfMs, totalMs, files, bytes, importedBy, bundle } = row
  const name = nameOf(row)
  const origin = [
    ...(importedBy === undefined ? [] : [`imported by ${placeWords(importedBy)}`]),
    ...(bundle === undefined ? [] : [`in ${bundle}`]),
  ].join(', ')
  const cells = figures(
    `${formatMs(selfMs)} ms`,
    kind === 'loader' ? '' : `${formatMs(totalMs)} ms`,
    files === 0 ? '' : String(files),
    bytes === 0 ? '' : kilobytes(bytes),
  )
  const fits = name.length + origin.length + 2 < names
  if (fits && origin !== '')
    return [`${name}  ${chalk.dim(origin)}${' '.repeat(names - name.length - origin.length - 2)}${cells}`]
  const first = `${shorten(name, names - 1).padEnd(names)}${cells}`
  return origin === '' ? [first] : [first, chalk.dim(`  ${shorten(origin, names + FIGURES_WIDTH - 2)}`)]
}

function restLine(rest: readonly LoadRow[], names: number): string {
  return (
    `${rest.length} more (--all)`.padEnd(names) +
    figures(
      `${formatMs(sum(rest, ({ selfMs }) => selfMs))} ms`,
      '',
      String(sum(rest, ({ files }) => files)),
      kilobytes(sum(rest, ({ bytes }) => bytes)),
    )
  )
}

function nameOf({ name, version, folder }: LoadRow): string {
  return folder !== undefined && version !== undefined ? `${name}@${version}` : name
}

function placeWords({ file, line }: ImportPlace): string {
  return line === undefined ? file : `${file}:${line}`
}

function figures(...cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padStart(FIGURES[index] ?? 0)).join('')
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toLocaleString('en-US', { maximumFractionDigits: bytes < 10_000 ? 1 : 0 })
}

function sum(rows: readonly LoadRow[], value: (row: LoadRow) => number): number {
  return rows.reduce((total, row) => total + value(row), 0)
}

/** The end of a path says more than its beginning. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - length + 1)}`
}
