import { element, embeddedJson, type Markup } from '../html/markup.ts'
import { pageOf } from '../html/page.ts'
import { wideTable } from '../html/summary-table.ts'
import { COMPARE_HEADINGS, COMPARE_WORDS, compareCells } from './compare-cells.ts'
import { compareNotes, describeSide, letterOf, sideLegend } from './compare-notes.ts'
import type { CompareReporter } from './compare-reporter.ts'
import { compareVerdicts } from './compare-verdicts.ts'

/** A comparison as a page: one file, offline, readable without script. */
export const compareHtml: CompareReporter = (comparison, { forced, version }) => {
  const sides = comparison.names.map((_, index) => describeSide(comparison, index))
  const lettered = { ...comparison, names: comparison.names.map((_, index) => letterOf(index)) }
  return pageOf({
    title: `Cold starts: ${sides.join(' against ')}`,
    version,
    main: [
      element('h1', {}, 'Cold starts, side by side'),
      compareVerdicts(comparison, letterOf).map((sentence, index) =>
        element('p', index === 0 ? { class: 'verdict' } : {}, sentence),
      ),
      sideLegend(comparison).map((side) => element('p', { class: 'soft' }, side)),
      element('h2', {}, 'Figures'),
      wideTable(
        'Waits in ms: request written → first byte. Ratios are to A.',
        COMPARE_HEADINGS,
        compareCells(lettered),
        'Figures',
        COMPARE_WORDS,
      ),
      element('h2', {}, 'Notes'),
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
