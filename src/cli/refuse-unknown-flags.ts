import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { CommandDefinition } from './command.ts'

/**
 * Refuses a long flag that the command does not have, before the parser is loaded: a typo is answered at once.
 * Everything else about the words is the parser's business.
 * @throws ColdstartError `bad-arguments` with the flag that was probably meant
 */
export function refuseUnknownFlags(
  command: string,
  { options }: CommandDefinition,
  argv: readonly string[],
): void {
  const known = new Map([['--help', false]])
  for (const { flags } of options) {
    const name = /--[\w-]+/.exec(flags)?.[0]
    if (name) known.set(name, flags.includes('<'))
  }
  let takesNext = false
  for (const word of argv) {
    if (word === '--') return
    const isValue: boolean = takesNext
    const name = word.split('=')[0] ?? word
    takesNext = !isValue && known.get(name) === true && name === word
    if (isValue || !word.startsWith('--') || known.has(name)) continue
    throw new ColdstartError('bad-arguments', {
      reason: `Unknown option '${name}'.`,
      command,
      suggestion: suggestionFor(name, [...known.keys()]),
    })
  }
}
