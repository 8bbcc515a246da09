import type { ExitCode } from '../core/exit-codes.ts'
import type { Io } from './io.ts'

/** One command: what it takes, as plain data, and what it does. Its file loads nothing heavy before `action`. */
export interface CommandDefinition {
  readonly description: string
  readonly arguments?: readonly CommandArgument[]
  readonly options: readonly CommandOption[]
  /** Printed below the options. */
  readonly examples: string
  /** @throws ColdstartError for whatever a user can mend */
  action(input: CommandInput): Promise<ExitCode>
}

/** A command in the list of all: its file is loaded only when it runs. */
export interface CommandEntry {
  readonly summary: string
  readonly load: () => Promise<CommandDefinition>
}

/** One positional argument of a command. */
export interface CommandArgument {
  /** `<needed>`, `[optional]`; with `...` it takes several. */
  readonly name: string
  readonly text: string
  readonly default?: string
}

/** One option of a command, as its help shows it. */
export interface CommandOption {
  /** `-o, --output <file>`; `<n...>` takes several words. */
  readonly flags: string
  readonly text: string
  /** Heading under which the help shows it. */
  readonly group?: string
  /** Several values: divided by commas, or one for each time that the flag is given. */
  readonly many?: 'divided' | 'repeated'
  readonly choices?: readonly string[]
  /** Earlier names of choices, which mean the same and are not in the help. */
  readonly earlierChoices?: Readonly<Record<string, string>>
  readonly default?: string
  /** What the flag means without a value; another one of its choices is joined to it: `--cold-disk=all`. */
  readonly alone?: string
  /** An earlier way to say what other words say now: it still works, is not in the help, and names them. */
  readonly nowSaid?: string
  /** An earlier name of this flag: it still works, is not in the help, and names the new one. */
  readonly renamedTo?: `--${string}`
}

/** What a command was given. */
export interface CommandInput {
  /** Positional arguments; a variadic one is an array. */
  readonly args: readonly unknown[]
  /** What followed the command's name, as it was typed. */
  readonly typed: readonly string[]
  /** By camel-case name; what was not typed and has no default is left out. */
  readonly options: OptionValues
  readonly io: Io
}

/** Values by the name that the parser gives an option: `--cold-by` is `coldBy`. */
// biome-ignore lint/suspicious/noExplicitAny: each command knows the types of its own options.
export type OptionValues = Readonly<Record<string, any>>

/** `--format table|json`, of commands that show facts rather than results. */
export const tableOrJson: CommandOption = {
  flags: '--format <name>',
  text: 'format on standard output',
  choices: ['table', 'json'],
  earlierChoices: { text: 'table' },
  default: 'table',
}

/** `--ca <file>`, of every command that calls platforms. */
export const certificates: CommandOption = {
  flags: '--ca <file>',
  text: 'certificate authorities to trust beside the usual ones (PEM); also NODE_EXTRA_CA_CERTS',
}

/** `--no-thing <x>` or `-o, --output <file>` as the key of its value: `output`. */
export function optionKey(flags: string): string {
  const name = /--([\w-]+)/.exec(flags)?.[1] ?? ''
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** `--worker-cold`, of what runs the local engine. */
export const workerColdOption: CommandOption = {
  flags: '--worker-cold <what>',
  text: 'local engine: what a cold start of a Worker starts: an isolate in a workerd that runs already, or a process (default: process)',
  choices: ['isolate', 'process'],
}

/** `--cold-disk`, of what runs the local engine. */
export const coldDiskOption: CommandOption = {
  flags: '--cold-disk [pages]',
  text: 'local engine on Linux: drop files from memory before each cold start: those of the package or, with =all, of the runtime too',
  choices: ['package', 'all'],
  alone: 'package',
}
