import { bullets, folded, markdownTable, markdownText } from '../markdown-text.ts'
import { COMPARE_HEADINGS, COMPARE_WORDS, compareCells } from './compare-cells.ts'
import { compareNotes, describeSide } from './compare-notes.ts'
import type { CompareReporter } from './compare-reporter.ts'
import { compareVerdicts } from './compare-verdicts.ts'

/** GitHub-flavoured Markdown: what it comes to, then the table, notes folded away. */
export const compareMarkdown: CompareReporter = (comparison, { forced }) => {
  const sides = comparison.names.map((_, index) => describeSide(comparison, index))
  const parts = [
    `### ${markdownText(sides.join(' against '))}`,
    bullets(compareVerdicts(comparison, (side) => comparison.names[side] ?? '').map(markdownText)),
    markdownTable(COMPARE_HEADINGS, compareCells(comparison), COMPARE_WORDS),
    folded('Notes', compareNotes(comparison, forced)),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
