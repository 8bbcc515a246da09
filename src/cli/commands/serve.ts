import { parseDuration } from '../../core/duration.ts'
import { ColdstartError } from '../../core/errors.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandDefinition, OptionValues } from '../command.ts'
import type { ServeOptions } from '../serve-functions.ts'
import { readWholeNumber } from '../whole-number.ts'

const contracts = ['lambda', 'vercel', 'netlify', 'google'] as const

/** `coldstart serve`: the local engine alone, to be called with curl. */
export const serve: CommandDefinition = {
  description: 'Runs the local engine with the sample function, or with yours, until Ctrl-C.',
  options: [
    { flags: '--idle-ttl <duration>', text: 'an instance nobody calls for so long is ended', default: '10s' },
    { flags: '--port <number>', text: 'port on 127.0.0.1; any free one if left out', default: '0' },
    {
      flags: '--function <path>',
      text: 'a file of yours that exports a handler, instead of the sample function',
    },
    { flags: '--provider <name>', text: 'lambda, vercel, netlify or google (default: the first three)' },
    { flags: '--contract <name>', text: 'earlier name of --provider', renamedTo: '--provider' },
    { flags: '--export <name>', text: 'what your file exports: handler; for google the entry point' },
    { flags: '--function-timeout <duration>', text: 'longest time for one invocation (default: 10s)' },
    { flags: '--timeout <duration>', text: 'earlier name of it', renamedTo: '--function-timeout' },
    {
      flags: '--memory <mb>',
      text: 'limit of the heap and what the function is told it has',
      default: '1024',
    },
  ],
  examples: `Examples:
  coldstart serve                          the sample function, idle for 10 s and it is cold again
  coldstart serve --idle-ttl 1m --port 8787
  coldstart serve --function ./api/hello.mjs --provider vercel`,
  async action({ options, io }) {
    const asked = readOptions(options)
    const { serveFunctions } = await import('../serve-functions.ts')
    return serveFunctions(asked, io)
  },
}

function readOptions(options: OptionValues): ServeOptions {
  const chosen = contractOf(options.provider)
  if (options.function !== undefined && !chosen)
    throw wrong('--function needs --provider, to know how your handler is called.')
  return {
    idleTtlMs: parseDuration(options.idleTtl),
    timeoutMs: parseDuration(options.functionTimeout ?? '10s'),
    port: readWholeNumber(options.port, { flag: '--port', command: 'serve', least: 0, most: 65_535 }),
    memoryMb: readWholeNumber(options.memory, {
      flag: '--memory',
      command: 'serve',
      least: 32,
      most: 65_536,
    }),
    contracts: chosen ? [chosen] : contracts.slice(0, 3),
    ...(options.function !== undefined && { functionPath: options.function }),
    ...(options.export !== undefined && { exportName: options.export }),
  }
}

function contractOf(name: string | undefined): (typeof contracts)[number] | undefined {
  const chosen = contracts.find((one) => one === name)
  if (chosen || name === undefined) return chosen
  const suggestion = suggestionFor(name, contracts)
  throw wrong(`There is no contract "${name}"; there are ${contracts.join(', ')}.`, suggestion)
}

function wrong(reason: string, suggestion?: string): ColdstartError {
  return new ColdstartError('bad-arguments', {
    reason,
    command: 'serve',
    suggestion: suggestion && `--provider ${suggestion}`,
  })
}
