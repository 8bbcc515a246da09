import { Chalk } from 'chalk'
import type { Result } from '../../core/result.ts'
import { learnerSentences } from '../learner-sentence.ts'
import type { Reporter } from '../reporter.ts'
import { wrap } from '../wrap.ts'
import { breakdownTable } from './breakdown-table.ts'
import { latencyTable } from './latency-table.ts'
import { notes } from './notes.ts'

/** What a person reads in a terminal: laid out for 80 columns, readable without colour and when piped. */
export const table: Reporter = (result, { columns, colorLevel }) => {
  const chalk = new Chalk({ level: colorLevel })
  const width = Math.min(columns, 100)
  const parts = [
    `${chalk.bold(whereItRan(result))}\nWait in ms, request written → first byte.`,
    latencyTable(result, chalk, columns),
    breakdownTable(result, chalk, columns),
    learnerSentences(result)
      .map((sentence) => wrap(sentence, width))
      .join('\n'),
    notes(result, width),
  ]
  return `${parts
    .map((part) => part.trimEnd())
    .filter(Boolean)
    .join('\n\n')}\n`
}

/** Says before any number whose numbers they are. */
function whereItRan(result: Result): string {
  const platforms = new Set(result.targets.map(({ platform }) => platform))
  if (platforms.size > 1) return 'Local engine and remote targets: not comparable with each other.'
  if (platforms.has('local'))
    return 'Local engine, not the cloud: real processes under the real function contracts.'
  return platforms.has('cloud')
    ? 'Deployed functions, measured from this machine.'
    : 'Running functions, measured from this machine.'
}
