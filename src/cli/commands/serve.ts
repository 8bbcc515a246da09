import { parseDuration } from '../../core/duration.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { ExitCode } from '../../core/exit-codes.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandDefinition } from '../command.ts'
import { type ServeOptions, serveFunctions } from '../serve/serve-functions.ts'

const examples = `
Examples:
  coldstart serve                          the sample function, idle for 10 s and it is cold again
  coldstart serve --idle-ttl 1m --port 8787
  coldstart serve --function ./api/hello.mjs --contract vercel`

/** `coldstart serve`: the local engine alone, to be called with curl. */
export const serve: CommandDefinition = {
  configure(command) {
    command
      .description('Runs the local engine with the sample function, or with yours, until Ctrl-C.')
      .option('--idle-ttl <duration>', 'an instance nobody calls for so long is ended', '10s')
      .option('--port <number>', 'port on 127.0.0.1; any free one if left out', '0')
      .option('--function <path>', 'a file of yours that exports a handler, instead of the sample function')
      .option('--contract <name>', 'lambda, vercel, netlify or google (default: the first three)')
      .option('--export <name>', 'what your file exports: handler; for google the entry point')
      .option('--timeout <duration>', 'longest time for one invocation', '10s')
      .option('--memory <mb>', 'limit of the heap and what the function is told it has', '1024')
      .addHelpText('after', examples)
  },
  action: ({ options, io }): Promise<ExitCode> => serveFunctions(readOptions(options), io),
}

function readOptions(options: Readonly<Record<string, string | undefined>>): ServeOptions {
  const contract = options.contract
  const known = ['lambda', 'vercel', 'netlify', 'google'] as const
  const chosen = known.find((one) => one === contract)
  if (contract !== undefined && !chosen) {
    const suggestion = suggestionFor(contract, known)
    throw wrong(`There is no contract "${contract}"; there are ${known.join(', ')}.`, suggestion)
  }
  if (options.function !== undefined && !chosen)
    throw wrong('--function needs --contract, to know how your handler is to be called.')
  return {
    idleTtlMs: parseDuration(options.idleTtl ?? ''),
    timeoutMs: parseDuration(options.timeout ?? ''),
    port: readInteger('--port', options.port, 0, 65_535),
    memoryMb: readInteger('--memory', options.memory, 32, 65_536),
    contracts: chosen ? [chosen] : ['lambda', 'vercel', 'netlify'],
    ...(options.function !== undefined && { functionPath: options.function }),
    ...(options.export !== undefined && { exportName: options.export }),
  }
}

function readInteger(flag: string, text: string | undefined, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw wrong(`${flag} takes a whole number from ${least} to ${most}, not "${text}".`)
}

function wrong(reason: string, suggestion?: string): ColdstartError {
  return new ColdstartError('bad-arguments', {
    reason,
    command: 'serve',
    suggestion: suggestion && `--contract ${suggestion}`,
  })
}
