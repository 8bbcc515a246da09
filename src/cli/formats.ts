import { ColdstartError } from '../core/errors.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { reporters } from '../reporters/index.ts'
import type { CommandOption } from './command.ts'

/**
 * What a command shows: one run, a recorded one (which may be of `why`), a comparison of several, all recorded runs,
 * where a load goes, or counts of a start.
 */
type Shown = 'run' | 'recorded' | 'comparison' | 'history' | 'why' | 'count'

/** The formats that hold more than the figures of one run. */
const OF_SEVERAL_RUNS: readonly string[] = ['table', 'json', 'html', 'markdown', 'csv']

/** What only the load of a function has a shape for. */
const OF_A_LOAD: readonly string[] = ['speedscope', 'chrome-trace']

/** What is saved of a run of `why`, beside its run file. */
export const WHY_ENDING = '.why.json'

/** Whether a format shows where the load of a function goes, and nothing else does. */
export function isOfALoad(format: string): boolean {
  return OF_A_LOAD.includes(format)
}

const WHY_NOT = {
  comparison: 'holds the figures of one run, and compare shows ratios of several',
  history: 'holds the figures of one run, and history shows how those of many went on',
  why: 'holds the figures of a run, and why shows where a load goes',
  count: 'holds times, and counts are none',
} as const

/** The names of formats in which something can be shown, in the order of the help. */
function formatsOf(shown: Shown): readonly string[] {
  const all = Object.keys(reporters)
  if (shown === 'why') return [...OF_SEVERAL_RUNS, ...OF_A_LOAD]
  if (shown === 'count') return ['table', 'json']
  if (shown === 'recorded') return [...all, ...OF_A_LOAD]
  return shown === 'run' ? all : all.filter((name) => OF_SEVERAL_RUNS.includes(name))
}

/** `--format <name>`, with the names that the command takes. */
export function formatOption(shown: Shown): CommandOption {
  const names = formatsOf(shown)
  const of = shown === 'recorded' ? `; the last ${OF_A_LOAD.length} of a run of why` : ''
  return {
    flags: '--format <name>',
    text: `${names.slice(0, -1).join(', ')} or ${names.at(-1)} (default: table${of})`,
  }
}

/** `-o [format=]file`, of every command that prints results. */
export const outputOption: CommandOption = {
  flags: '-o, --output <file>',
  text: 'also write it to a file: the ending says the format, or format=file; repeatable',
  many: 'repeated',
}

/**
 * Refuses a format that does not exist, or in which this cannot be shown.
 * @param command that was typed, for the hint
 * @throws ColdstartError `bad-arguments`
 */
export function checkFormat(format: string, shown: Shown, command: string): void {
  const known = formatsOf(shown)
  if (known.includes(format)) return
  if (shown !== 'run' && shown !== 'recorded' && Object.hasOwn(reporters, format))
    throw new ColdstartError('bad-arguments', {
      reason: `${format} ${WHY_NOT[shown]}; ${command} takes ${known.join(', ')}.`,
      command,
      suggestion: `coldstart report <run> --format ${format}`,
    })
  if (OF_A_LOAD.includes(format))
    throw new ColdstartError('bad-arguments', {
      reason: `${format} shows where the load of a function goes; ${command} takes ${known.join(', ')}.`,
      command,
      suggestion: `coldstart why <function> --format ${format}`,
    })
  const suggestion = suggestionFor(format, known)
  throw new ColdstartError('bad-arguments', {
    reason: `There is no format "${format}"; there are ${known.join(', ')}.`,
    command,
    suggestion: suggestion && `--format ${suggestion}`,
  })
}
