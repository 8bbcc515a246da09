import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { ColorFlag } from './color.ts'

const COLORS: readonly ColorFlag[] = ['auto', 'always', 'never']

/** Flags that every command has. */
export interface GlobalFlags {
  readonly debug: boolean
  readonly color: ColorFlag
  /** What is left for the command. */
  readonly rest: readonly string[]
}

/**
 * Takes the flags that every command has out of argv, wherever they stand before `--`.
 * @throws ColdstartError `bad-arguments` for an unknown colour setting
 */
export function readGlobalFlags(argv: readonly string[]): GlobalFlags {
  const rest: string[] = []
  let debug = false
  let color: ColorFlag = 'auto'
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') return { debug, color, rest: [...rest, ...argv.slice(at)] }
    if (word === '--debug') debug = true
    else if (word === '--no-color') color = 'never'
    else if (word === '--color') color = colorFlag(argv[++at])
    else if (word.startsWith('--color=')) color = colorFlag(word.slice('--color='.length))
    else rest.push(word)
  }
  return { debug, color, rest }
}

function colorFlag(value: string | undefined): ColorFlag {
  const known = COLORS.find((color) => color === value)
  if (known) return known
  throw new ColdstartError('bad-arguments', {
    reason: `--color takes auto, always or never, not "${value ?? ''}".`,
    suggestion: suggestionFor(value ?? '', COLORS),
  })
}
