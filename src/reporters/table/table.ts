import { Chalk, type ChalkInstance } from 'chalk'
import type { Result } from '../../core/result.ts'
import { budgetSentences } from '../budget-sentences.ts'
import { learnerSentences } from '../learner-sentence.ts'
import { waitWords } from '../queue-rows.ts'
import type { Reporter } from '../reporter.ts'
import { whereItRan } from '../where-it-ran.ts'
import { wrap } from '../wrap.ts'
import { breakdownTable } from './breakdown-table.ts'
import { fewOfMany } from './few-of-many.ts'
import { histogram } from './histogram.ts'
import { latencyTable } from './latency-table.ts'
import { notes } from './notes.ts'
import { queueTable } from './queue-table.ts'

/** What a person reads in a terminal: laid out for 80 columns, readable without colour and when piped. */
export const table: Reporter = (result, { columns, colorLevel }) => {
  const chalk = new Chalk({ level: colorLevel })
  const width = Math.min(columns, 100)
  const { summaries, words } = fewOfMany(result)
  const shown = { ...result, summaries }
  const parts = [
    chalk.bold(whereItRan(result)),
    verdicts(result, chalk, width),
    `Wait in ms, ${waitWords(result)}.\n${latencyTable(shown, chalk, columns)}${wrap(words, width)}`,
    histogram(result, chalk, columns),
    queueTable(shown, columns),
    breakdownTable(shown, chalk, columns),
    notes(result, chalk, width),
  ]
  return `${parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join('\n\n')}\n`
}

/** What the figures say, before the figures: the budgets, then the sentences. */
function verdicts(result: Result, chalk: ChalkInstance, width: number): string {
  const colors = { fail: chalk.red, inconclusive: chalk.yellow, pass: chalk.green }
  const budgets = budgetSentences(result).map(({ verdict, words }) => {
    const [first = '', ...rest] = wrap(`· ${words}`, width, '  ').split('\n')
    return [first.replace(`budget ${verdict}`, (found) => colors[verdict](found)), ...rest].join('\n')
  })
  return [...budgets, ...learnerSentences(result).map((sentence) => wrap(sentence, width))].join('\n')
}
