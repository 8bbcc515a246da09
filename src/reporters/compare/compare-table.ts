import { Chalk, type ChalkInstance } from 'chalk'
import { NAMED_OF_MANY, READ_ONE_BY_ONE } from '../../core/name-list.ts'
import type { Distribution } from '../../core/summary.ts'
import type { Change, ComparedRow, ResultComparison } from '../../stats/compare/result-comparison.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { formatP, formatRatio, formatRatioInterval } from '../format-ratio.ts'
import { type Column, plainTable } from '../table/plain-table.ts'
import { wrap } from '../wrap.ts'
import { describeWay, wayOfMean } from './compare-cells.ts'
import { compareNotes, letterOf, sideLegend } from './compare-notes.ts'
import type { CompareReporter } from './compare-reporter.ts'
import { compareVerdicts } from './compare-verdicts.ts'

/** What the first two columns take, and each side more; sides that do not fit go into a table of their own. */
const BASE_WIDTH = 31
const SIDE_WIDTH = 32

/**
 * The table of `coldstart compare`, in benchstat's spirit: medians with intervals, the ratio to the first
 * with its interval, p, n, `~` where nothing can be said, the geometric mean; then what must be known.
 */
export const compareTable: CompareReporter = (comparison, { columns, colorLevel, forced }) => {
  const chalk = new Chalk({ level: colorLevel })
  const perTable = Math.max(1, Math.floor((columns - BASE_WIDTH) / SIDE_WIDTH))
  const others = comparison.names.slice(1).map((_, index) => index)
  const { rows, words } = fewOfMany(comparison)
  const shown = { ...comparison, rows }
  const tables = others
    .filter((index) => index % perTable === 0)
    .map((first) =>
      plainTable(
        headingsOf(others.slice(first, first + perTable)),
        rowsOf(shown, others.slice(first, first + perTable), chalk),
        columns,
      ),
    )
  const verdict = compareVerdicts(comparison, letterOf)
    .map((line) => wrap(line, Math.min(columns, 100)))
    .join('\n')
  const parts = [
    verdict,
    sideLegend(comparison).join('\n'),
    ...tables,
    words,
    notes(comparison, forced, Math.min(columns, 100)),
  ]
  return `${parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join('\n\n')}\n`
}

/** A target has a row of cold starts and one of warm invocations. */
const MOST_ROWS = 2 * READ_ONE_BY_ONE
const ROWS_OF_MANY = 2 * NAMED_OF_MANY

/** Of many rows those whose sides differ most, in their order, and where the others are found. */
function fewOfMany({ rows }: ResultComparison): { rows: readonly ComparedRow[]; words: string } {
  if (rows.length <= MOST_ROWS) return { rows, words: '' }
  const kept = new Set(rows.toSorted((a, b) => apartOf(b) - apartOf(a)).slice(0, ROWS_OF_MANY))
  const left = rows.length - ROWS_OF_MANY
  return {
    rows: rows.filter((row) => kept.has(row)),
    words: `The ${ROWS_OF_MANY} rows that differ most; ${left} more are in --format markdown, csv, html and json.`,
  }
}

/** How far a row's sides are apart, those first that differ by more than noise. */
function apartOf({ changes }: ComparedRow): number {
  const sizes = changes.map(
    ({ ratio = 1, verdict }) =>
      Math.abs(Math.log(ratio)) + (verdict === 'faster' || verdict === 'slower' ? 1e6 : 0),
  )
  return Math.max(0, ...sizes)
}

/** @param others which sides but the first, counted from 0 */
function headingsOf(others: readonly number[]): Column[] {
  return [
    { heading: 'target\nwait in ms', align: 'left' },
    { heading: 'A p50\n95 % CI' },
    ...others.flatMap((index) => {
      const name = letterOf(index + 1)
      return [{ heading: `${name} p50\n95 % CI` }, { heading: `${name} ÷ A\n95 % CI` }, { heading: 'p\nn' }]
    }),
  ]
}

function rowsOf(
  { rows, geometricMeans }: ResultComparison,
  others: readonly number[],
  chalk: ChalkInstance,
): string[][] {
  return [
    ...rows.map((row) => rowOf(row, others, chalk)),
    ...geometricMeans.map(({ ratios, ...way }) => [
      `geometric mean\n${wayOfMean(way)}`,
      '',
      ...others.flatMap((index) => {
        const ratio = ratios[index]
        return ['', ratio === undefined ? '~' : formatRatio(ratio), '']
      }),
    ]),
  ]
}

function rowOf(row: ComparedRow, others: readonly number[], chalk: ChalkInstance): string[] {
  const [base] = row.sides
  return [
    `${chalk.bold(row.target)}\n${chalk.dim(describeWay(row))}`,
    base ? median(base, chalk) : '–',
    ...others.flatMap((index) => {
      const side = row.sides[index + 1]
      return [side ? median(side, chalk) : '–', ...changeCells(row.changes[index], chalk)]
    }),
  ]
}

function changeCells(change: Change | undefined, chalk: ChalkInstance): [string, string] {
  if (!change) return ['–', '–']
  const { ratio, ratioInterval, pAdjusted, n, verdict } = change
  const shown = verdict === 'faster' || verdict === 'slower'
  const color = verdict === 'faster' ? chalk.green : chalk.red
  const size = ratio === undefined || !shown ? '~' : color(formatRatio(ratio))
  const interval = ratioInterval
    ? formatRatioInterval(ratioInterval)
    : verdict === 'not-enough-data'
      ? 'too few'
      : '–'
  return [
    `${size}\n${chalk.dim(interval)}`,
    `${pAdjusted === undefined ? '–' : formatP(pAdjusted).replace(/^p (= )?/, '')}\n${chalk.dim(`${n[0]}+${n[1]}`)}`,
  ]
}

function median({ p50Ms, p50Interval }: Distribution, chalk: ChalkInstance): string {
  if (p50Ms === undefined) return '–'
  const interval = p50Interval ? formatInterval(p50Interval.lower, p50Interval.upper) : '–'
  return `${formatMs(p50Ms)}\n${chalk.dim(interval)}`
}

function notes(comparison: ResultComparison, forced: boolean, columns: number): string {
  return compareNotes(comparison, forced)
    .map((line) => wrap(`· ${line}`, columns, '  '))
    .join('\n')
}
