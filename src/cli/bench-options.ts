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
    text: `${cloudIds.join(', ')}, or microservice: an always-on service to compare with (default: lambda, vercel and netlify, on the local engine)`,
    many: 'divided',
  },
  {
    flags: '--target <name=url...>',
    text: 'a function that runs already, or lambda:<name or ARN>; ?key=env:NAME reads a variable',
  },
  { flags: '--keep-query', text: 'with --target: store query values as they are, not as hashes' },
  {
    flags: '--function <name=path>',
    text: 'a function of yours, the same as naming it before the options; repeatable',
    many: 'repeated',
  },
  {
    flags: '--against <revision>',
    text: 'a git revision of your function, measured beside the working tree',
  },
  {
    flags: '--setup <command>',
    text: 'with --against: command that makes the revision ready, such as "npm ci && npm run build"',
  },
  { flags: '--export <name>', text: 'which export is your function (default: by contract)' },
  rootOption,
  {
    flags: '--fixture <folder>',
    text: 'a folder in place of the sample',
    nowSaid: '--function with its file',
  },
  { flags: '--deploy', text: 'deploy to the clouds, measure, take down' },
  { flags: '--local', text: 'use the local engine, even if there are credentials' },
  {
    flags: '--no-wrapper',
    text: 'deploy your function untouched (saves 0 to 11 ms of a cold start); its replies then do not name their instance',
  },
  { flags: '--keep', text: 'with --deploy: leave what was deployed in place' },
  { flags: '--over-quota', text: 'with --deploy: allow more than the smallest plan of a platform has' },
  { flags: '-y, --yes', text: 'do not ask before deploying; implies --deploy' },
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
    text: '"name: value", or "name: env:VARIABLE" for a secret; repeatable',
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
  { flags: '--function-timeout <duration>', text: "the function's own time limit for one invocation" },
]

const how: readonly CommandOption[] = [
  { flags: '--cold <n>', text: 'cold starts of each function (default: 10)' },
  { flags: '--warm <n>', text: 'warm invocations of each function (default: 30)' },
  { flags: '--cold-by <ways...>', text: `${wayNames.join(', ')} (default: idle)`, many: 'divided' },
  ...wayOptions().map(([, { flag, help, kind }]): CommandOption => {
    return { flags: flag, text: help, ...(kind === 'durations' ? { many: 'divided' } : {}) }
  }),
  {
    flags: '--replicas <n>',
    text: 'copies of each function; each gives one cold start after an idle period',
  },
  {
    flags: '--until-ci <share>',
    text: 'stop when the cold median is known to within ± this share, such as 10%',
  },
  { flags: '--until-decided', text: 'go on until every budget has a verdict' },
  {
    flags: '--max-cold <n>',
    text: 'most cold starts of each function, with --until-ci (default: 100) or --until-decided (default: 200)',
  },
  { flags: '--idle-ttl <duration>', text: 'how long the local engine keeps an idle environment' },
  {
    flags: '--cpu <mode>',
    text: 'local engine: CPU by memory, burst (initialised at full speed), flat or off (default: as the platform, with --memory)',
    choices: ['burst', 'flat', 'off'],
  },
  coldDiskOption,
  workerColdOption,
  {
    flags: '--connection <policy>',
    text: 'fresh for each invocation, or kept; the same for cold and warm (default: fresh)',
  },
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
    text: 'let workers at other places measure, through this Redis: env:REDIS_URL; see coldstart worker --help',
  },
  {
    flags: '--vantages <names...>',
    text: 'with --workers: only from these places (default: all)',
    many: 'divided',
  },
  { flags: '--accept-loss', text: 'with --workers: accept a Redis that may lose what it confirmed' },
  { flags: '--redis <url>', text: 'with --trigger queue: redis://127.0.0.1:6379, or env:REDIS_URL' },
  { flags: '--seed <n>', text: 'seed for the order in which targets are called' },
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
  { flags: '--bundle-kb <kB...>', text: 'kB of padding, added to the package', many: 'divided' },
]

const verdicts: readonly CommandOption[] = [
  { flags: '--budget <limits...>', text: 'such as "cold.p95 < 800ms" or "cold.p50 < baseline * 1.1"' },
  { flags: '--budget-tolerance <share>', text: 'share by which a budget may be missed, such as 5%' },
  {
    flags: '--fail-if-slower <share>',
    text: 'exit code 99 if slower than the baseline by more than this, such as 10%',
  },
  {
    flags: '--baseline <name>',
    text: 'what "baseline" means in a budget: a saved baseline, a run id, latest or a file',
  },
  {
    flags: '--allow-unlike',
    text: 'use a baseline of the local engine even if it is from another machine or Node',
  },
  { flags: '--allow-inconclusive', text: 'exit code 0, not 3, if there is too little data for a verdict' },
]

const output: readonly CommandOption[] = [
  formatOption('run'),
  outputOption,
  { flags: '--samples', text: 'with JSON: every sample too, not only figures and waits' },
  { flags: '--force', text: 'overwrite files that exist' },
  { flags: '--label <words>', text: 'name of this run, shown in coldstart runs and in reports' },
  { flags: '--location <words>', text: 'where this machine is, kept with the run' },
  { flags: '--config <file>', text: 'use this configuration file, and search for none' },
  { flags: '-q, --quiet', text: 'show no progress' },
  { flags: '--verbose', text: 'print a line for every invocation' },
]

function under(group: string, options: readonly CommandOption[]): CommandOption[] {
  return options.map((option) => ({ ...option, group }))
}

/** The options of `bench`, in the order of its help. */
export const benchOptions: readonly CommandOption[] = [
  ...under('What is measured', what),
  ...under('What your function is given', askedOptions),
  ...under('How', how),
  ...under('Variants (several values are measured in all combinations)', variants),
  ...under('Verdicts', verdicts),
  ...under('What comes out', output),
  ...providerOptions,
]
