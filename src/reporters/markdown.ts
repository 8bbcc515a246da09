import type { Result } from '../core/result.ts'
import { budgetSentences } from './budget-sentences.ts'
import { learnerSentences } from './learner-sentence.ts'
import { bullets, folded, markdownTable, markdownText } from './markdown-text.ts'
import { QUEUE_CAPTION, QUEUE_HEADINGS, queueRows, waitWords } from './queue-rows.ts'
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
    `Wait in ms, ${waitWords(result)}.`,
    summaryTable(result),
    queueTable(result),
    folded('Notes', notes),
    `Run \`${result.run.id.replaceAll('`', '')}\`, coldstart ${markdownText(result.tool.version)}.`,
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function summaryTable(result: Result): string {
  if (result.summaries.length === 0) return ''
  const rows = result.summaries.flatMap((summary) => {
    const ways = shownWays(summary, result.ways)
    return (ways.length > 0 ? ways : [undefined]).map((way) => summaryCells(summary.target, summary, way))
  })
  return markdownTable(SUMMARY_HEADINGS, rows, 2)
}

function queueTable(result: Result): string {
  const rows = queueRows(result)
  return rows.length === 0 ? '' : `${QUEUE_CAPTION}\n\n${markdownTable(QUEUE_HEADINGS, rows, 2)}`
}
