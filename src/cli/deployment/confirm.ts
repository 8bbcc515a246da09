import { ColdstartError } from '../../core/errors.ts'
import type { Io } from '../io.ts'

export interface Confirmation {
  /** What is about to happen, in full lines, shown on stderr either way. */
  readonly text: string
  readonly question: string
  /** `--yes` was given. */
  readonly yes: boolean
}

/**
 * Shows what is about to happen and asks.
 * @returns false when the answer is no
 * @throws ColdstartError `bad-arguments` where nobody can answer and `--yes` is missing
 */
export async function confirm({ text, question, yes }: Confirmation, io: Io): Promise<boolean> {
  io.stderr.write(`${text}\n`)
  if (yes) return true
  const answer = await io.ask(`${question} [y/N] `)
  if (answer === undefined)
    throw new ColdstartError('bad-arguments', {
      reason: 'Nobody can be asked here, and --yes was not given, so nothing was done.',
      suggestion: 'the same command with --yes',
    })
  if (/^y(es)?$/i.test(answer.trim())) return true
  io.stderr.write('Nothing was done.\n')
  return false
}
