import { wayNames, wayOptions } from '../cold/find-way.ts'
import { cloudIds } from '../providers/index.ts'
import { eventShapes } from '../workload/event-shape-names.ts'
import { type CommandOption, certificates, coldDiskOption, workerColdOption } from './command.ts'
import { formatOption, outputOption } from './formats.ts'
import { rootOption, variableOptions } from './function-options.ts'
import { providerOptions } from './provider-flags.ts'

/** What `bench` takes. Values are read and checked by config/, so that flags, variables and files agree. */
const what: readonly CommandOption[] = [
  {
    flags: '--provider <names...>',
    text: `${cloudIds.join(', ')}, microservice: always on, a baseline (default: lambda, vercel and netlify, locally)`,
    many: 'divided',
  },
  {
    flags: '--target <name=url...>',
    text: 'a function that runs already, or lambda:<name or ARN>; ?key=env:NAME reads a variable',
  },
  { flags: '--keep-query', text: 'with --target: store query values as they are, not as hashes' },
  {
    flags: '--function <name=path>',
    text: 'a function of yours in place of the sample, as the words before the options; several',
    many: 'repeated',
  },
  { flags: '--against <revision>', text: 'a git revision of it, measured beside the working tree' },
  { flags: '--setup <command>', text: 'with --against: such as "npm ci && npm run build"' },
  { flags: '--export <name>', text: 'what its file exports (default: by contract)' },
  rootOption,
  {
    flags: '--fixture <folder>',
    text: 'a folder in place of the sample',
    nowSaid: '--function with its file',
  },
  { flags: '--deploy', text: 'deploy to the clouds, measure, take down' },
  { flags: '--local', text: 'the local engine, whatever credentials there are' },
  {
    flags: '--no-wrapper',
    text: 'with --deploy: measure your function untouched (saves 0 to 11 ms of a cold start); no reply then names its instance',
  },
  { flags: '--keep', text: 'with --deploy: leave it in place afterwards' },
  { flags: '--over-quota', text: 'with --deploy: take more than the smallest plan of a platform allows' },
  { flags: '-y, --yes', text: 'do not ask before something is deployed; means --deploy' },
  { flags: '--dry-run', text: 'print requests, deploys, cost and time; do nothing' },
]

/** What a function is given: of every command that runs functions. */
export const askedOptions: readonly CommandOption[] = [
  {
    flags: '--event <file>',
    text: `Lambda's event: a JSON file, or ${eventShapes.join(', ')}`,
  },
  { flags: '--lambda-payload <file>', text: 'earlier name of --event', renamedTo: '--event' },
  { flags: '--path <path>', text: 'path and query of the request: "/api/users/7?x=1"' },
  { flags: '--method <name>', text: 'GET, POST, … (default: GET, with a body POST)' },
  {
    flags: '--header <line>',
    text: '"name: value", or "name: env:VARIABLE" for a secret; several',
    many: 'repeated',
  },
  { flags: '--body <text>', text: 'body of the request, or @file' },
  {
    flags: '--expect-status <n...>',
    text: 'statuses that are normal answers: 404, 2xx, 500-503',
    many: 'divided',
  },
  { flags: '--expect-type <type>', text: 'html, where a page is a normal answer', choices: ['html'] },
  ...variableOptions,
  { flags: '--function-timeout <duration>', text: "longest time for one invocation, the function's own" },
]

const how: readonly CommandOption[] = [
  { flags: '--cold <n>', text: 'cold starts of each function (default: 10)' },
  { flags: '--warm <n>', text: 'warm invocations of each function (default: 30)' },
  { flags: '--cold-by <ways...>', text: `${wayNames.join(', ')} (default: idle)`, many: 'divided' },
  ...wayOptions().map(([, { flag, help, kind }]): CommandOption => {
    return { flags: flag, text: help, ...(kind === 'durations' ? { many: 'divided' } : {}) }
  }),
  { flags: '--replicas <n>', text: 'copies of each function, each giving a cold start an idle period' },
  { flags: '--until-ci <share>', text: 'stop when the cold median is known to ± this: 10%' },
  { flags: '--until-decided', text: 'go on until every budget has a verdict' },
  { flags: '--max-cold <n>', text: 'most with --until-ci (default: 100) or --until-decided (default: 200)' },
  { flags: '--idle-ttl <duration>', text: 'how long the local engine keeps an idle environment' },
  {
    flags: '--cpu <mode>',
    text: 'local engine: CPU by memory, burst (initialised at full speed), flat or off (default: as the platform, with --memory)',
    choices: ['burst', 'flat', 'off'],
  },
  coldDiskOption,
  workerColdOption,
  { flags: '--connection <policy>', text: 'fresh or kept, for cold and warm alike (default: fresh)' },
  {
    flags: '--timeout <duration>',
    text: 'longest wait for one reply, or by phase: connect=5s,wait=30s,total=60s',
  },
  {
    flags: '--trigger <how>',
    text: 'request, or queue: a BullMQ job calls the function, and the wait is from enqueuing to done',
    choices: ['request', 'queue'],
  },
  {
    flags: '--workers <redis>',
    text: 'workers at other places measure, over this Redis: env:REDIS_URL; see coldstart worker --help',
  },
  {
    flags: '--vantages <names...>',
    text: 'with --workers: from these places (default: all)',
    many: 'divided',
  },
  { flags: '--accept-loss', text: 'with --workers: go on with a Redis that may lose what it confirmed' },
  { flags: '--redis <url>', text: 'with --trigger queue: redis://127.0.0.1:6379, or env:REDIS_URL' },
  { flags: '--seed <n>', text: 'seed of the order of visits' },
  { flags: '--through-proxy', text: 'measure through HTTPS_PROXY or HTTP_PROXY; every sample is flagged' },
  certificates,
]

const variants: readonly CommandOption[] = [
  {
    flags: '--memory <MB...>',
    text: 'memory sizes; the local engine gives each the CPU of its platform',
    many: 'divided',
  },
  { flags: '--region <names...>', text: 'regions', many: 'divided' },
  {
    flags: '--runtime <names...>',
    text: 'runtimes, such as nodejs24.x, python3.14, provided.al2023; on the local engine also bun and deno',
    many: 'divided',
  },
  { flags: '--architecture <names...>', text: 'arm64, x86_64', many: 'divided' },
  { flags: '--bundle-kb <kB...>', text: 'padding of the package', many: 'divided' },
]

const verdicts: readonly CommandOption[] = [
  { flags: '--budget <limits...>', text: 'such as "cold.p95 < 800ms" or "cold.p50 < baseline * 1.1"' },
  { flags: '--budget-tolerance <share>', text: 'by which budgets may be missed, such as 5%' },
  { flags: '--fail-if-slower <share>', text: 'than the baseline by more than 10%: exit code 99' },
  { flags: '--baseline <name>', text: 'what baseline means: saved runs, a run id, latest or a file' },
  { flags: '--allow-unlike', text: 'take a local baseline from another machine or Node all the same' },
  { flags: '--allow-inconclusive', text: 'end with 0 where there is too little data for a verdict' },
]

const output: readonly CommandOption[] = [
  formatOption('run'),
  outputOption,
  { flags: '--samples', text: 'every sample in JSON too, not only figures and waits' },
  { flags: '--force', text: 'overwrite files that exist' },
  { flags: '--label <words>', text: 'what this run is called, in coldstart runs and reports' },
  { flags: '--location <words>', text: 'where this client is, for the record' },
  { flags: '--config <file>', text: 'this configuration file, instead of searching for one' },
  { flags: '-q, --quiet', text: 'no progress' },
  { flags: '--verbose', text: 'a line for every invocation' },
]

function under(group: string, options: readonly CommandOption[]): CommandOption[] {
  return options.map((option) => ({ ...option, group }))
}

export const benchOptions: readonly CommandOption[] = [
  ...under('What is measured', what),
  ...under('What your function is given', askedOptions),
  ...under('How', how),
  ...under('Variants (several values of one make a matrix)', variants),
  ...under('Verdicts', verdicts),
  ...under('What comes out', output),
  ...providerOptions,
]
