import { type CommandDefinition, certificates, type OptionValues } from '../command.ts'

/** As long as BullMQ's own. */
const LOCK = '30s'
/** A lock is renewed after half its time: below this a busy machine loses it without standing still. */
const SHORTEST_LOCK_MS = 1000

/** `coldstart worker`: sends the requests of runs that `bench --workers` plans. */
export const worker: CommandDefinition = {
  description:
    'Measures for runs that are planned elsewhere (bench --workers), until Ctrl-C. It sends requests for whoever can write to that Redis, but only to what --allow names.',
  options: [
    { flags: '--redis <url>', text: 'env:REDIS_URL, or an address without a password; rediss:// for TLS' },
    { flags: '--vantage <name>', text: 'what this place is called in results: fra1' },
    {
      flags: '--allow <pattern>',
      text: 'where requests may go: https://api.example.com, or https://*.example.com; repeatable',
      many: 'repeated',
    },
    {
      flags: '--allow-env <name>',
      text: 'a variable of this machine that runs may name, as env:NAME, in headers and queries; repeatable',
      many: 'repeated',
    },
    { flags: '--accept-loss', text: 'accept a Redis that may lose what it confirmed' },
    {
      flags: '--lock <duration>',
      text: 'a worker that is silent for this long loses its job',
      default: LOCK,
    },
    { flags: '--location <words>', text: 'where this machine is, kept with the run' },
    certificates,
  ],
  examples: `Examples:
  coldstart worker --redis env:REDIS_URL --vantage fra1 --allow "https://*.example.com"
  coldstart worker --redis redis://127.0.0.1:6379 --vantage here --allow http://127.0.0.1:8080 --allow-env API_KEY`,
  async action({ options, io }) {
    const { startWorking } = await import('../run-worker.ts')
    return startWorking(await readWords(options), io)
  },
}

async function readWords({ redis, vantage, allow = [], allowEnv = [], lock, ...rest }: OptionValues) {
  const { parseDuration } = await import('../../core/duration.ts')
  const { ColdstartError } = await import('../../core/errors.ts')
  const wrong = (reason: string, suggestion: string) =>
    new ColdstartError('bad-arguments', { reason, command: 'worker', suggestion })
  if (redis === undefined)
    throw wrong('--redis is missing: nothing says where runs come from.', '--redis env:REDIS_URL')
  if (vantage === undefined) throw wrong('--vantage is missing: this place has no name.', '--vantage fra1')
  if (!/^[\w.-]+$/.test(vantage))
    throw wrong(`--vantage ${vantage} may hold letters, digits and . _ - only.`, '--vantage fra1')
  if (allow.length === 0)
    throw wrong(
      '--allow is missing: the worker would send nothing to anybody.',
      '--allow "https://*.example.com"',
    )
  const lockMs = parseDuration(lock)
  if (lockMs < SHORTEST_LOCK_MS)
    throw wrong(`--lock ${lock} is too short: a lock lasts a second at least.`, `--lock ${LOCK}`)
  const { readAllowList } = await import('../../queue/vantage/allow-list.ts')
  return {
    redis: redis as string,
    vantage: vantage as string,
    allow: readAllowList(allow),
    allowEnv: new Set(allowEnv as string[]),
    lockMs,
    acceptLoss: rest.acceptLoss === true,
    location: rest.location as string | undefined,
    ca: rest.ca as string | undefined,
  }
}
