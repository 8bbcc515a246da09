import type { Result } from '../core/result.ts'
import { budgetSentences } from './budget-sentences.ts'
import { learnerSentences } from './learner-sentence.ts'
import type { Reporter } from './reporter.ts'
import { SUMMARY_HEADINGS, summaryCells } from './summary-cells.ts'
import { noteLines } from './table/notes.ts'
import { shownWays } from './table/ways.ts'
import { whereItRan } from './where-it-ran.ts'

const SIGNS = { pass: '✅', fail: '❌', inconclusive: '❔' } as const

/** GitHub-flavoured Markdown, for a pull request or a job summary: verdict first, then the table, notes folded away. */
export const markdown: Reporter = (result) => {
  const notes = noteLines(result)
  const parts = [
    `### Cold starts of ${markdownText(result.summaries.map(({ target }) => target).join(', ') || 'nothing')}`,
    whereItRan(result),
    bullets(budgetSentences(result).map(({ verdict, words }) => `${SIGNS[verdict]} ${markdownText(words)}`)),
    learnerSentences(result).map(markdownText).join('\n'),
    'Wait in ms, request written → first byte.',
    summaryTable(result),
    notes.length === 0
      ? ''
      : `<details><summary>Notes</summary>\n\n${bullets(notes.map(markdownText))}\n\n</details>`,
    `Run \`${result.run.id.replaceAll('`', '')}\`, coldstart ${markdownText(result.tool.version)}.`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/**
 * Foreign text that Markdown and the HTML inside it take as text: nothing in it becomes a link, a mention, a cell, an
 * element or a line of its own.
 */
export function markdownText(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
    .replace(/[\\`*_[\]#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/(?<=\w):(?=\/\/)/g, ':<!-- -->')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}<!-- -->.`)
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

function summaryTable(result: Result): string {
  if (result.summaries.length === 0) return ''
  const rows = result.summaries.flatMap((summary) => {
    const ways = shownWays(summary, result.ways)
    return (ways.length > 0 ? ways : [undefined]).map((way) =>
      summaryCells(summary.target, summary, way).map(markdownText),
    )
  })
  const alignment = SUMMARY_HEADINGS.map((_, k) => (k < 2 ? ':---' : '---:'))
  return [SUMMARY_HEADINGS, alignment, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
