import { Command, CommanderError } from 'commander'
import { ColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { CommandDefinition } from './command.ts'
import type { Io } from './io.ts'

/** Parses one command's arguments with commander and runs it. */
export async function runCommand(
  name: string,
  definition: CommandDefinition,
  argv: readonly string[],
  io: Io,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done
  const command = new Command(`coldstart ${name}`)
  command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => {},
    getOutHelpWidth: () => io.stdout.columns,
    getOutHasColors: () => io.stdout.colorLevel > 0,
  })
  definition.configure(command)
  command.addHelpText('after', '\nEverywhere: --color auto|always|never, --debug (stack traces)')
  command.action(async () => {
    exitCode = await definition.action({ args: command.processedArgs, options: command.opts(), io })
  })
  try {
    await command.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0) throw usageError(name, error)
  }
  return exitCode
}

function usageError(command: string, error: CommanderError): ColdstartError {
  const [reason = '', rest = ''] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(rest)?.[1]
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`
  return new ColdstartError('bad-arguments', { reason: sentence, command, suggestion }, { cause: error })
}
