import { ColdstartError, isColdstartError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import { plainText } from '../core/plain-text.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { readVersion } from '../core/version.ts'
import { commandList } from './command-list.ts'
import { helpText } from './help-text.ts'
import type { Io } from './io.ts'
import { withPlainOutputs } from './plain-output.ts'
import { refuseUnknownFlags } from './refuse-unknown-flags.ts'

/** The whole tool: words in, exit code out. Never throws; what went wrong is said on stderr. */
export async function main(argv: readonly string[], outside: Io): Promise<ExitCode> {
  const io = withPlainOutputs(outside)
  try {
    return await dispatch(argv, io)
  } catch (error) {
    return reportFailure(error, io)
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name = '--help', ...rest] = argv
  if (name === '--help' || name === '-h' || (name === 'help' && !rest[0])) {
    io.stdout.write(helpText())
    return exitCodes.done
  }
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${await readVersion()}\n`)
    return exitCodes.done
  }
  return name === 'help' ? runByName(rest[0] ?? '', ['--help'], io) : runByName(name, rest, io)
}

async function runByName(name: string, argv: readonly string[], io: Io): Promise<ExitCode> {
  const entry = Object.hasOwn(commandList, name) ? commandList[name] : undefined
  if (!entry) {
    const suggestion = suggestionFor(name, Object.keys(commandList))
    throw new ColdstartError('unknown-command', { name, suggestion: suggestion && `coldstart ${suggestion}` })
  }
  const definition = await entry.load()
  refuseUnknownFlags(name, definition, argv)
  const { runCommand } = await import('./run-command.ts')
  return runCommand(name, definition, argv, io)
}

/** What the system said no to is no defect of ours, wherever it was asked. */
function asUserError(error: unknown): unknown {
  const { code, syscall, path, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (isColdstartError(error) || code === undefined || syscall === undefined) return error
  const details = { code, reason: message ?? code, ...(path === undefined ? {} : { path }) }
  return new ColdstartError('system-refused', details, { cause: error })
}

function reportFailure(thrown: unknown, io: Io): ExitCode {
  const error = asUserError(thrown)
  if (isColdstartError(error)) {
    io.stderr.write(plainText(`error: ${error.message}\n  ${error.hint}\n`))
    if (io.debug) io.stderr.write(`${describe(error)}\n`)
    return error.exitCode
  }
  const text = plainText(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  io.stderr.write(
    `error: unexpected: ${text}\n  This is a bug in coldstart. Run it again with --debug and report what it prints.\n`,
  )
  if (io.debug) io.stderr.write(`${describe(error)}\n`)
  return exitCodes.failed
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
