import { bullets, folded, markdownTable, markdownText } from '../markdown-text.ts'
import { HISTORY_HEADINGS, HISTORY_WORDS, historyCells } from './history-cells.ts'
import type { HistoryReporter } from './history-reporter.ts'
import {
  changeSentences,
  driftSentences,
  historyNotes,
  historySpan,
  noChangeWords,
} from './history-sentences.ts'

/** GitHub-flavoured Markdown: the changes, then the table, notes folded away. */
export const historyMarkdown: HistoryReporter = (history) => {
  const changes = changeSentences(history)
  const parts = [
    '### Cold starts over time',
    historySpan(history),
    changes.length > 0 ? bullets(changes.map(markdownText)) : noChangeWords(history),
    history.series.length === 0
      ? ''
      : markdownTable(HISTORY_HEADINGS, history.series.map(historyCells), HISTORY_WORDS),
    folded('Notes', [...driftSentences(history), ...historyNotes(history)]),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
