import { Argument, Command, CommanderError, Option } from 'commander'
import { ColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { hideAddressValues } from '../core/hide-address-values.ts'
import { isEmptyValue } from '../core/is-empty-value.ts'
import { suggestionFor } from '../core/suggestion.ts'
import type { CommandArgument, CommandDefinition, CommandOption, OptionValues } from './command.ts'
import { optionKey } from './command.ts'
import type { Io } from './io.ts'
import { isWithheld } from './withheld-value.ts'

/**
 * Parses one command's arguments with commander and runs it.
 * @throws ColdstartError `bad-arguments` for what the command does not take, `empty-value` for `--flag ''`,
 *   `withheld-value` for the `…` that stands for a value in what was printed
 */
export async function runCommand(
  name: string,
  definition: CommandDefinition,
  argv: readonly string[],
  io: Io,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  refuseOpposites(name, definition, argv)
  const command = commandOf(name, definition, io)
  command.action(async () => {
    const args: readonly unknown[] = command.processedArgs
    const given: OptionValues = command.opts()
    refuseEmpty(definition, args, given)
    const options = takeOldWords(definition.options, given, io)
    exitCode = await definition.action({ args, options, io, typed: argv })
  })
  try {
    await command.parseAsync(withValues(argv, definition.options), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw usageError(name, error)
  }
  return exitCode
}

function commandOf(name: string, definition: CommandDefinition, io: Io): Command {
  const command = new Command(`coldstart ${name}`)
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.writeOwn(text),
    writeErr: () => {},
    getOutHelpWidth: () => io.stdout.columns,
    getOutHasColors: () => io.stdout.colorLevel > 0,
  })
  // The longest flag of bench leaves 38 of 80 columns; commander would wrap nothing below 40.
  command.configureHelp({ minWidthToWrap: 30 })
  command.description(definition.description)
  for (const argument of definition.arguments ?? []) command.addArgument(argumentOf(argument))
  for (const option of definition.options) command.addOption(optionOf(option))
  return command.addHelpText(
    'after',
    `\n${definition.examples}\n\nEverywhere: --color auto|always|never, --debug (stack traces)`,
  )
}

function argumentOf({ name, text, default: value }: CommandArgument): Argument {
  const argument = new Argument(name, text)
  return value === undefined ? argument : argument.default(value)
}

function optionOf(described: CommandOption): Option {
  const { flags, text, group, many, choices, earlierChoices, default: value, renamedTo, nowSaid } = described
  const option = new Option(flags, text)
  if (group !== undefined) option.helpGroup(`${group}:`)
  if (many !== undefined) option.argParser(many === 'divided' ? divided : repeated)
  if (choices !== undefined) option.choices(choices)
  if (earlierChoices !== undefined) {
    const { parseArg } = option
    option.argParser((word: string, before: unknown) => parseArg?.(earlierChoices[word] ?? word, before))
  }
  if (value !== undefined) option.default(value)
  if (renamedTo !== undefined || nowSaid !== undefined) option.hideHelp()
  return option
}

/** Gives flags that may stand alone their value, so that no word behind them is taken for it that was not meant to be. */
function withValues(argv: readonly string[], options: readonly CommandOption[]): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  return argv.flatMap((word, at) => {
    const own = (before: string | undefined) =>
      at < end
        ? options.find(({ flags, alone }) => alone !== undefined && longName(flags) === before)
        : undefined
    if (own(argv[at - 1])?.choices?.includes(word)) return []
    const option = own(word)
    if (!option) return [word]
    const next = argv[at + 1] ?? ''
    return [`${word}=${option.choices?.includes(next) ? next : option.alone}`]
  })
}

/** A thing and its opposite: whichever stands last would win in silence. */
function refuseOpposites(command: string, { options }: CommandDefinition, argv: readonly string[]): void {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  const typed = new Set(argv.slice(0, end).map((word) => word.split('=')[0]))
  const negative = options
    .map(({ flags }) => longName(flags))
    .find((name) => name.startsWith('--no-') && typed.has(name) && typed.has(name.replace('--no-', '--')))
  if (negative === undefined) return
  throw new ColdstartError('bad-arguments', {
    reason: `${negative.replace('--no-', '--')} and ${negative} say the opposite.`,
    command,
  })
}

/** `a,b` and `a b` and repeated flags all mean the same. */
function divided(value: string, before: readonly string[] = []): string[] {
  return [...before, ...value.split(',').map((part) => part.trim())]
}

function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** `--provider ''` is what a variable that nobody set expands to, never the same as leaving the flag out; `…` is no value. */
function refuseEmpty(
  { options, arguments: named = [] }: CommandDefinition,
  args: readonly unknown[],
  given: OptionValues,
): void {
  const values = [
    ...named.map(({ name }, index) => ({ name, value: args[index] })),
    ...options.map(({ flags }) => ({ name: longName(flags), value: given[optionKey(flags)] })),
  ]
  const empty = values.find(({ value }) => isEmptyValue(value))
  if (empty) throw new ColdstartError('empty-value', { name: empty.name })
  const withheld = values.find(({ name, value }) => isWithheld(name, value))
  if (withheld) throw new ColdstartError('withheld-value', { name: withheld.name })
}

function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags
}

/** Gives the value of an earlier name to the new one, and says so once. */
function takeOldWords(options: readonly CommandOption[], given: OptionValues, io: Io): OptionValues {
  const taken: Record<string, unknown> = { ...given }
  const warn = (flags: string, words: string) =>
    io.stderr.write(
      `warning: ${longName(flags)} is now ${words}; the old name will go in the next version.\n`,
    )
  for (const { flags, renamedTo, nowSaid } of options) {
    const old = optionKey(flags)
    if (nowSaid !== undefined && taken[old] !== undefined) warn(flags, nowSaid)
    if (renamedTo === undefined || taken[old] === undefined) continue
    const key = optionKey(renamedTo)
    if (taken[key] !== undefined)
      throw new ColdstartError('bad-arguments', {
        reason: `${longName(flags)} is the earlier name of ${renamedTo}; both were given.`,
        suggestion: `${renamedTo} alone`,
      })
    warn(flags, renamedTo)
    taken[key] = taken[old]
    delete taken[old]
  }
  return taken
}

/** Of `Option '--ci <name>' argument 'gihub' is invalid. Allowed choices are github, gitlab.` */
function choiceMeant(reason: string): string | undefined {
  const [, typed, choices] = /argument '(.*)' is invalid\. Allowed choices are (.+?)\.?$/.exec(reason) ?? []
  return typed === undefined || choices === undefined ? undefined : suggestionFor(typed, choices.split(', '))
}

function usageError(command: string, error: CommanderError): ColdstartError {
  const words = hideAddressValues(error.message.replace(/^error: /, ''))
  const [reason = '', rest = ''] = words.split('\n')
  const suggestion = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(rest)?.[1] ?? choiceMeant(reason)
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`
  // Without its cause, which quotes the arguments as they were typed.
  return new ColdstartError('bad-arguments', { reason: sentence, command, suggestion })
}
