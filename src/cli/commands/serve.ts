import { type CommandDefinition, coldDiskOption, workerColdOption } from '../command.ts'
import { servedOptions } from '../function-options.ts'

/** `coldstart serve`: the local engine alone, to be called with curl. */
export const serve: CommandDefinition = {
  description: 'Runs the local engine with the sample function, or with yours, until Ctrl-C.',
  arguments: [
    { name: '[functions...]', text: 'files of yours, as path or name=path (default: the sample function)' },
  ],
  options: [
    {
      flags: '--idle-ttl <duration>',
      text: 'end an environment that nobody has called for this long (default: 10s)',
    },
    { flags: '--port <number>', text: 'port on 127.0.0.1; 0 takes any free one', default: '0' },
    {
      flags: '--function <name=path>',
      text: 'a function of yours, the same as naming it before the options; repeatable',
      many: 'repeated',
    },
    {
      flags: '--provider <names...>',
      text: 'lambda, vercel, netlify, google (default: detected from the file; for the sample the first three)',
      many: 'divided',
    },
    {
      flags: '--contract <name>',
      text: 'earlier name of --provider',
      renamedTo: '--provider',
      many: 'divided',
    },
    ...servedOptions,
    { flags: '--timeout <duration>', text: 'earlier name of it', renamedTo: '--function-timeout' },
    {
      flags: '--memory <mb>',
      text: 'memory size, with the CPU that the platform gives it (default: 1024, with all CPU)',
    },
    {
      flags: '--cpu <mode>',
      text: 'CPU by memory: burst (initialised at full speed), flat or off (default: as the platform, with --memory)',
      choices: ['burst', 'flat', 'off'],
    },
    coldDiskOption,
    workerColdOption,
    {
      flags: '--runtime <name>',
      text: 'runtime of the functions: bun, deno, or a version of their language, such as python3.14 (default: what this machine has)',
    },
    { flags: '--config <file>', text: 'use this configuration file, and search for none' },
  ],
  examples: `Examples:
  coldstart serve                          the sample function, idle for 10 s and it is cold again
  coldstart serve --idle-ttl 1m --port 8787
  coldstart serve ./api/hello.mjs --env-file .env
  coldstart serve ./api/hello.mjs --runtime bun --cold-disk`,
  async action({ args, options, io }) {
    const [{ serveFunctions }, { readServeWords }] = await Promise.all([
      import('../serve-functions.ts'),
      import('../serve-words.ts'),
    ])
    return serveFunctions(await readServeWords((args[0] as string[] | undefined) ?? [], options, io), io)
  },
}
