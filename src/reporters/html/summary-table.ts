import type { Result } from '../../core/result.ts'
import { QUEUE_CAPTION, QUEUE_HEADINGS, queueRows, waitWords } from '../queue-rows.ts'
import { SUMMARY_HEADINGS, summaryCells } from '../summary-cells.ts'
import { element, type Markup, unclosedElement } from './markup.ts'
import { nameIn } from './series.ts'

/** All figures, a row for each target and way of getting cold; what n does not carry says so in its cell. */
export function summaryTable(results: readonly Result[]): Markup {
  const rows = results.flatMap((result) =>
    result.summaries.flatMap((summary) => {
      const ways = summary.cold.length > 0 ? summary.cold : [undefined]
      return ways.map((cold) => summaryCells(nameIn(results, result, summary.target), summary, cold))
    }),
  )
  const words = [...new Set(results.map(waitWords))].join('; ')
  return wideTable(`Waits in ms: ${words}.`, SUMMARY_HEADINGS, rows, 'Figures')
}

/** Enqueue → function start → done of runs that a queue triggered; undefined where there is none. */
export function queueTable(results: readonly Result[]): Markup | undefined {
  const rows = results.flatMap((result) =>
    queueRows(result).map(([target = '', ...cells]) => [nameIn(results, result, target), ...cells]),
  )
  return rows.length === 0 ? undefined : wideTable(QUEUE_CAPTION, QUEUE_HEADINGS, rows, 'Queue')
}

/** Rows from which on end tags that HTML can do without are left out: a fifth of a page of samples. */
const MANY = 200

/** Characters of words from which on they may stand in several lines. */
const LONG = 24

/**
 * A table that scrolls by itself where the page is narrow; the first cell of a row is its heading.
 * @param label of the region that scrolls, for those who do not see it
 * @param words how many of the columns, from the left, hold words
 */
export function wideTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  label: string,
  words = 1,
): Markup {
  const inRow = rows.length > MANY ? unclosedElement : element
  const ofColumn = (column: number, cell = '') =>
    column < words ? { class: cell.length > LONG ? 'words long' : 'words' } : {}
  const heading = headings.map((one, k) => element('th', { scope: 'col', ...ofColumn(k) }, one))
  const rowOf = ([first = '', ...cells]: readonly string[]) =>
    inRow(
      'tr',
      {},
      inRow('th', { scope: 'row' }, first),
      cells.map((cell, k) => inRow('td', ofColumn(k + 1, cell), cell)),
    )
  return element(
    'div',
    { class: 'wide', role: 'region', 'aria-label': label, tabindex: 0 },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, heading)),
      element('tbody', {}, rows.map(rowOf)),
    ),
  )
}
