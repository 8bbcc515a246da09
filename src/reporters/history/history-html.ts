import type { History, SeriesHistory } from '../../stats/history/history.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { element, embeddedJson, type Markup } from '../html/markup.ts'
import { pageOf } from '../html/page.ts'
import { COLORS } from '../html/series.ts'
import { wideTable } from '../html/summary-table.ts'
import { HISTORY_HEADINGS, HISTORY_WORDS, historyCells } from './history-cells.ts'
import { historyChart } from './history-chart.ts'
import type { HistoryReporter } from './history-reporter.ts'
import {
  changeSentences,
  driftSentences,
  historyNotes,
  historySpan,
  noChangeWords,
} from './history-sentences.ts'
import { namesOfSeries } from './series-name.ts'

const TITLE = 'Cold starts over time'
/** Series that are drawn and listed; the others are in the table. */
const MOST_CHARTS = 60
/** Points that are listed of all series together, the newest of each. */
const MOST_LISTED = 1000
/** Up to so many points are on the page for others to read. */
const MOST_EMBEDDED = 3000

/** All recorded runs as a page: one file, offline, readable without script, in the look of the report. */
export const historyHtml: HistoryReporter = (history, { version }) => {
  const changes = changeSentences(history)
  const drawn = history.series.filter(({ points }) => points.length > 1).slice(0, MOST_CHARTS)
  return pageOf({
    title: TITLE,
    version,
    main: [
      element('h1', {}, TITLE),
      element('p', { class: 'soft' }, historySpan(history)),
      element('h2', {}, 'Changes'),
      changes.length > 0 ? list(changes) : element('p', {}, noChangeWords(history)),
      element('h2', {}, 'Figures'),
      wideTable(
        'Waits of cold starts in ms: request written → first byte.',
        HISTORY_HEADINGS,
        history.series.map(historyCells),
        'Figures',
        HISTORY_WORDS,
      ),
      drawn.length > 0 ? pictures(drawn, history.series.length) : undefined,
      element('h2', {}, 'Notes'),
      list([...driftSentences(history), ...historyNotes(history)]),
      drawn.length > 0 ? pointTables(drawn) : undefined,
    ],
    data: [embeddedJson('coldstart-history', withoutManyPoints(history))],
  })
}

function pictures(drawn: readonly SeriesHistory[], all: number): Markup {
  const nameOf = namesOfSeries(drawn)
  const colors = new Map([...new Set(drawn.map(({ target }) => target))].map((name, k) => [name, k % COLORS]))
  return element(
    'section',
    {},
    element('h2', {}, 'Pictures'),
    drawn.length < all && drawn.length === MOST_CHARTS
      ? element('p', {}, `The first ${MOST_CHARTS} of ${all} are drawn.`)
      : undefined,
    element(
      'div',
      { class: 'charts' },
      drawn.map((series) => historyChart(series, nameOf(series), colors.get(series.target) ?? 0)),
    ),
  )
}

function pointTables(drawn: readonly SeriesHistory[]): Markup {
  const nameOf = namesOfSeries(drawn)
  const each = Math.max(5, Math.floor(MOST_LISTED / drawn.length))
  return element(
    'section',
    {},
    element('h2', {}, 'Points'),
    drawn.map((series) => {
      const { points, changes } = series
      const shown = points.slice(-each).reverse()
      const caption =
        shown.length < points.length
          ? `${nameOf(series)}: the newest ${shown.length} of ${points.length} points.`
          : `${nameOf(series)}: all ${points.length} points, the newest first.`
      const marked = new Set(changes.map(({ run }) => run))
      const rows = shown.map(({ startedAt, n, p50Ms, p50Interval, runs }) => [
        startedAt.slice(0, 16).replace('T', ' '),
        String(n),
        formatMs(p50Ms),
        p50Interval ? formatInterval(p50Interval.lower, p50Interval.upper) : '–',
        `${runs.length > 1 ? `${runs[0]} and ${runs.length - 1} more` : (runs[0] ?? '')}${runs.some((run) => marked.has(run)) ? ' (change)' : ''}`,
      ])
      return element(
        'details',
        {},
        element('summary', {}, caption),
        wideTable(caption, ['begun (UTC)', 'n', 'p50, ms', '95 % CI', 'run'], rows, nameOf(series)),
      )
    }),
  )
}

function list(lines: readonly string[]): Markup {
  return element(
    'ul',
    {},
    lines.map((words) => element('li', {}, words)),
  )
}

function withoutManyPoints(history: History): History {
  const points = history.series.reduce((sum, series) => sum + series.points.length, 0)
  if (points <= MOST_EMBEDDED) return history
  return { ...history, series: history.series.map((series) => ({ ...series, points: [] })) }
}
