import type { ColdSummary, Distribution, Result, Summary } from '../../core/result.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { element, type Markup } from './markup.ts'
import { nameIn } from './series.ts'

const HEADINGS = [
  'target',
  'cold by',
  'cold of',
  'p50 (95 % CI)',
  'p95',
  'max',
  'warm on',
  'warm p50 (95 % CI)',
  'cold − warm',
  'errors',
]

/** All figures, a row for each target and way of getting cold; what n does not carry says so in its cell. */
export function summaryTable(results: readonly Result[]): Markup {
  const rows = results.flatMap((result) =>
    result.summaries.flatMap((summary) => {
      const ways = summary.cold.length > 0 ? summary.cold : [undefined]
      return ways.map((cold) => row(nameIn(results, result, summary.target), summary, cold))
    }),
  )
  return wideTable('Waits in ms: request written → first byte.', HEADINGS, rows, 'Figures')
}

/**
 * A table that scrolls by itself where the page is narrow; the first cell of a row is its heading.
 * @param label of the region that scrolls, for those who do not see it
 */
export function wideTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  label: string,
): Markup {
  return element(
    'div',
    { class: 'wide', role: 'region', 'aria-label': label, tabindex: 0 },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          headings.map((heading) => element('th', { scope: 'col' }, heading)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map(([first = '', ...cells]) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, first),
            cells.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
  )
}

function row(name: string, { warm, penalties, errors }: Summary, cold: ColdSummary | undefined): string[] {
  const penalty = penalties.find(
    ({ coldBy, plannedIdleMs }) => coldBy === cold?.coldBy && plannedIdleMs === cold?.plannedIdleMs,
  )
  const failed = Object.values(errors).reduce((sum, n) => sum + n, 0)
  const wait =
    cold && (cold.unknown > 0 && cold.observed === 0 ? (cold.waitAsIntended ?? cold.wait) : cold.wait)
  return [
    name,
    cold ? nameOfWay(cold) : '–',
    cold ? `${observedWords(cold)} of ${cold.intended}` : '0',
    median(wait),
    tail(wait, 'p95Ms'),
    figure(wait?.maxMs),
    warm.instances === undefined ? String(warm.n) : `${warm.n} on ${warm.instances}`,
    median(warm),
    penalty
      ? `${penalty.medianDifferenceMs < 0 ? '−' : '+'}${formatMs(Math.abs(penalty.medianDifferenceMs))}`
      : '–',
    String(failed),
  ]
}

function observedWords({ observed, unknown, inferred }: ColdSummary): string {
  if (unknown > 0 && observed === 0) return 'not known'
  return `${unknown > 0 ? 'at least ' : ''}${observed}${inferred > 0 ? ` (${inferred} inferred)` : ''}`
}

function median(wait: Distribution | undefined): string {
  if (wait?.p50Ms === undefined) return '–'
  const { p50Interval: interval } = wait
  return `${formatMs(wait.p50Ms)}${interval ? ` (${formatInterval(interval.lower, interval.upper)})` : ' (–)'}`
}

function tail(wait: Distribution | undefined, key: 'p95Ms'): string {
  const needed = /\d+/.exec(wait?.refused?.[key] ?? '')?.[0]
  return needed === undefined ? figure(wait?.[key]) : `n < ${needed}`
}

function figure(ms: number | undefined): string {
  return ms === undefined ? '–' : formatMs(ms)
}
