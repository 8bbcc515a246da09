import { contracts } from '../../workload/contract.ts'
import { askedOptions } from '../bench-options.ts'
import type { CommandDefinition, CommandOption } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'
import { rootOption } from '../function-options.ts'

const what: readonly CommandOption[] = [
  {
    flags: '--provider <name>',
    text: `${contracts.filter((one) => one !== 'cloudflare').join(', ')} (default: the one that the file is written for)`,
  },
  { flags: '--export <name>', text: 'which export is the function (default: by contract)' },
  {
    flags: '--against <revision>',
    text: 'a git revision of it, traced in the same rounds: which imports were added, which are gone',
  },
  {
    flags: '--setup <command>',
    text: 'with --against: command that makes the revision ready, such as "npm ci && npm run build"',
  },
  rootOption,
]

const how: readonly CommandOption[] = [
  {
    flags: '--count',
    text: 'count instructions, bytes read, read calls and page faults of 3 starts, in place of time',
  },
  { flags: '--cold <n>', text: 'cold starts of each side (default: 20)' },
  {
    flags: '--what-if <changes...>',
    text: 'bundle, bundle-unminified, bundle-rolldown, format, compile-cache, no-source-maps, node, node:<version>, lazy, lazy:<package>, bytecode (of Python; default: all that have something to change)',
    many: 'divided',
  },
  { flags: '--no-what-if', text: 'only where the time goes; measure no changes' },
  {
    flags: '--node <path>',
    text: 'a Node to try the function under, in place of the newer ones that are installed; repeatable',
    many: 'repeated',
  },
  { flags: '--seed <n>', text: 'seed for the order of the starts' },
  { flags: '--timeout <duration>', text: 'longest wait for one reply, or by phase: connect=5s,wait=30s' },
]

const verdicts: readonly CommandOption[] = [
  {
    flags: '--budget <limits...>',
    text: 'such as "load.lodash < 50ms", with all that it imports, or "load < 200ms"',
  },
  {
    flags: '--forbid <packages...>',
    text: 'packages that must not be loaded: exit code 99',
    many: 'divided',
  },
  {
    flags: '--baseline <file>',
    text: 'with --count: what "baseline" means in a budget: a file made by --count --format json',
  },
  { flags: '--allow-inconclusive', text: 'exit code 0, not 3, if there is too little data for a verdict' },
]

const output: readonly CommandOption[] = [
  {
    flags: '--compare <file>',
    text: 'an earlier report, results/<run>.why.json: which imports were added, which are gone',
  },
  { flags: '--all', text: 'every package and module, not only the ten that take longest' },
  formatOption('why'),
  outputOption,
  { flags: '--force', text: 'overwrite files that exist' },
  { flags: '--label <words>', text: 'name of its runs, shown in coldstart runs' },
  { flags: '--config <file>', text: 'use this configuration file, and search for none' },
  { flags: '-q, --quiet', text: 'show no progress' },
  { flags: '--verbose', text: 'print a line for every invocation' },
]

function under(group: string, options: readonly CommandOption[]): CommandOption[] {
  return options.map((option) => ({ ...option, group }))
}

/** `coldstart why`: which imports a cold start is spent on, and what would help. */
export const why: CommandDefinition = {
  description: 'Says which imports the cold start of a function is spent on, and measures what would help.',
  arguments: [{ name: '<function>', text: 'a file of yours' }],
  options: [
    ...under('What is explained', what),
    ...under('What your function is given', askedOptions),
    ...under('How', how),
    ...under('Verdicts', verdicts),
    ...under('What comes out', output),
  ],
  examples: `Examples:
  coldstart why ./dist/handler.mjs                       the ten packages and files that take longest
  coldstart why ./api/hello.ts --provider vercel --all   all of them
  coldstart why ./handler.mjs --event order.json --env TABLE=orders
  coldstart why ./handler.mjs --budget "load.@aws-sdk/client-s3 < 50ms" --forbid lodash
  coldstart why ./handler.mjs --what-if bundle,lazy:zod --cold 40
  coldstart why ./handler.mjs --compare results/2026-11-28T100000-abcd.why.json
  coldstart why ./handler.mjs --against main             what a branch adds, module by module
  coldstart why ./handler.mjs -o why.html -o load.speedscope.json
  coldstart why ./handler.mjs --count --budget "count.instructions < baseline * 1.01" --baseline counts.json
  coldstart why ./handler.mjs --format json | jq '.load.rows[0]'`,
  async action({ args, options, io }) {
    const { runWhy } = await import('../run-why.ts')
    return runWhy(String(args[0]), options, io)
  },
}
