import { Chalk, type ChalkInstance } from 'chalk'
import type { History, SeriesHistory } from '../../stats/history/history.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { plainTable } from '../table/plain-table.ts'
import { wrap } from '../wrap.ts'
import { LATEST_WORDS, percent } from './history-cells.ts'
import type { HistoryReporter } from './history-reporter.ts'
import {
  changeSentences,
  driftSentences,
  historyNotes,
  historySpan,
  noChangeWords,
} from './history-sentences.ts'
import { wayOfSeries } from './series-name.ts'
import { sparklines } from './sparklines.ts'

const COLUMNS = [
  { heading: 'target\nwait in ms', align: 'left' },
  { heading: 'points\nlevel since' },
  { heading: 'level p50\n95 % CI' },
  { heading: 'a month\n95 % CI' },
  { heading: 'newest p50\nis' },
] as const
/** Beyond that a table says nothing more; the page and CSV have all. */
const MOST_COLUMNS = 100

/** The table of `coldstart history`: changes first, then levels and slopes, then how they went on. */
export const historyTable: HistoryReporter = (history, { columns, colorLevel }) => {
  const chalk = new Chalk({ level: colorLevel })
  const width = Math.min(columns, MOST_COLUMNS)
  const rows = history.series.map((series) => rowOf(series, chalk))
  const parts = [
    historySpan(history),
    verdict(history, width, chalk),
    rows.length > 0 ? plainTable(COLUMNS, rows, columns) : '',
    sparklines(history.series, chalk, width),
    lines([...driftSentences(history), ...historyNotes(history)], width),
  ]
  return `${parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join('\n\n')}\n`
}

function verdict(history: History, width: number, chalk: ChalkInstance): string {
  const changes = changeSentences(history)
  if (changes.length > 0) return `${chalk.bold('Changes')}\n${lines(changes, width)}`
  return history.series.length > 0 ? noChangeWords(history) : ''
}

function lines(sentences: readonly string[], width: number): string {
  return sentences.map((sentence) => wrap(`· ${sentence}`, width, '  ')).join('\n')
}

function rowOf(series: SeriesHistory, chalk: ChalkInstance): string[] {
  const { target, points, levels, slope, latest, measuredOn } = series
  const level = levels.at(-1)
  const newest = points.at(-1)
  const on = measuredOn === undefined ? '' : `\n${chalk.dim(shortMachine(measuredOn))}`
  return [
    `${chalk.bold(target)}\n${chalk.dim(wayOfSeries(series))}${on}`,
    `${points.length}\n${chalk.dim(level?.since.slice(0, 10) ?? '–')}`,
    level ? `${formatMs(level.p50Ms)}\n${chalk.dim(boundsOf(level.p50Interval))}` : '–',
    slope
      ? `${percent(slope.per30Days)}\n${chalk.dim(`${percent(slope.lower).replace(' %', '')} to ${percent(slope.upper).replace(' %', '')}`)}`
      : '–',
    newest ? `${formatMs(newest.p50Ms)}\n${latestWords(latest, chalk)}` : '–',
  ]
}

function latestWords(latest: SeriesHistory['latest'], chalk: ChalkInstance): string {
  if (latest === undefined) return chalk.dim('–')
  const color = latest === 'slower' ? chalk.red : latest === 'faster' ? chalk.green : chalk.dim
  return color(LATEST_WORDS[latest].replace(' than before', ''))
}

function boundsOf(interval: { readonly lower?: number; readonly upper?: number } | undefined): string {
  return interval ? formatInterval(interval.lower, interval.upper) : '–'
}

/** What fits under a target's name of `AMD EPYC, 2 CPUs, 4 GB, Linux x64, Node v20.20.2`. */
function shortMachine(words: string): string {
  return words.length <= 28 ? words : `${words.slice(0, 27)}…`
}
