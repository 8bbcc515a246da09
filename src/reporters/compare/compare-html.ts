import { element, embeddedJson, type Markup } from '../html/markup.ts'
import { pageOf } from '../html/page.ts'
import { wideTable } from '../html/summary-table.ts'
import { COMPARE_HEADINGS, compareCells } from './compare-cells.ts'
import { compareNotes, describeSide, recordedVerdicts } from './compare-notes.ts'
import type { CompareReporter } from './compare-reporter.ts'

/** A comparison as a page: one file, offline, readable without script. */
export const compareHtml: CompareReporter = (comparison, { forced, version }) => {
  const sides = comparison.names.map((_, index) => describeSide(comparison, index))
  const title = `Cold starts: ${sides.join(' against ')}`
  return pageOf({
    title,
    version,
    main: [
      element('h1', {}, title),
      recordedVerdicts(comparison).map((sentence) => element('p', {}, sentence)),
      element('h2', {}, 'Figures'),
      wideTable(
        'Waits in ms: request written → first byte. Ratios are to the first side.',
        COMPARE_HEADINGS,
        compareCells(comparison),
        'Figures',
      ),
      element('h2', {}, 'What qualifies the numbers'),
      list(compareNotes(comparison, forced)),
    ],
    data: [embeddedJson('coldstart-comparison', comparison)],
  })
}

function list(lines: readonly string[]): Markup {
  return element(
    'ul',
    {},
    lines.map((line) => element('li', {}, line)),
  )
}
