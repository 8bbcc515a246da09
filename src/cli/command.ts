import type { Command, OptionValues } from 'commander'
import type { ExitCode } from '../core/exit-codes.ts'
import type { Io } from './io.ts'

/** One command: what it takes, and what it does. */
export interface CommandDefinition {
  /** Adds arguments, options and examples. */
  configure(command: Command): void
  /** @throws ColdstartError for whatever a user can mend */
  action(input: CommandInput): Promise<ExitCode>
}

export interface CommandInput {
  /** Positional arguments; a variadic one is an array. */
  readonly args: readonly unknown[]
  readonly options: OptionValues
  readonly io: Io
}
