import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { flagOf } from '../config/flag-of.ts'
import { FROM_SHELL } from '../config/request-settings.ts'
import { lambdaReferenceOf } from '../config/target-address.ts'
import { ColdstartError } from '../core/errors.ts'
import { isOfVariables } from '../core/query-variables.ts'
import { isCommonHeader } from '../core/request-secrets.ts'

/** Settings that only a run of this machine's own can honour, and why; with `workers` they are refused. */
const NOT_THERE: Readonly<Partial<Record<ConfigKey, string>>> = {
  providers: 'they measure what runs already',
  functions: 'they measure what runs already',
  deploy: 'they measure what runs already; deploy first and name its address',
  against: 'they measure what runs already',
  adaptiveIdle: 'all due times are fixed before the run begins',
  idleSinceRecorded: 'all due times are fixed before the run begins',
  untilCi: 'all due times are fixed before the run begins',
  untilDecided: 'all due times are fixed before the run begins',
  burst: 'their requests are jobs of their own',
  keepalive: 'all due times are fixed before the run begins',
  body: 'it would be stored in Redis, and may hold secrets',
  event: 'they measure URLs',
  throughProxy: 'each takes its own way out',
  trigger: 'a queue triggers functions on the machine that measures',
  vantage: 'each worker has a vantage point of its own',
  location: 'each worker has a place of its own',
}

/** How a setting is typed, where that is not its key. */
const FLAGS: Readonly<Partial<Record<ConfigKey, string>>> = {
  providers: '--provider',
  functions: 'a function',
}

/**
 * Refuses what workers cannot be handed, and secrets that would have to be written down for them.
 * @throws ColdstartError `not-for-workers`
 */
export function refuseForWorkers(config: BenchConfig): void {
  for (const [key, why] of Object.entries(NOT_THERE) as [ConfigKey, string][])
    if (isGiven(config[key]))
      throw new ColdstartError('not-for-workers', { what: FLAGS[key] ?? flagOf(key), why })
  const way = config.coldBy.find((name) => name !== 'idle')
  if (way !== undefined)
    throw new ColdstartError('not-for-workers', {
      what: `--cold-by ${way}`,
      why: 'only idle periods need nobody to force them',
    })
  if (config.targets.length === 0)
    throw new ColdstartError('not-for-workers', {
      what: 'The sample function',
      why: 'they measure what runs already',
    })
  for (const { name, url } of config.targets) refuseSecretAddress(name, url, config.keepQuery)
  if (config.path !== undefined) refuseSecretQuery('--path', config.path, config.keepQuery)
  for (const [name, value] of Object.entries(config.headers ?? {}))
    if (!isCommonHeader(name) && !value.startsWith(FROM_SHELL))
      throw new ColdstartError('not-for-workers', {
        what: `The value of --header ${name}`,
        why: 'it would be stored in Redis, and may be a secret; put it into a variable of each worker and write env:NAME',
      })
}

function refuseSecretAddress(name: string, url: string, keepQuery: boolean): void {
  if (lambdaReferenceOf(url) !== undefined)
    throw new ColdstartError('not-for-workers', { what: `The target ${name}`, why: 'they measure URLs' })
  const { username, password } = new URL(url)
  if (username || password)
    throw new ColdstartError('not-for-workers', {
      what: `The target ${name}`,
      why: 'its user name and password would be stored in Redis',
    })
  refuseSecretQuery(`The target ${name}`, url, keepQuery)
}

function refuseSecretQuery(what: string, address: string, keepQuery: boolean): void {
  const [, query = ''] = address.split(/\?(.*)/s, 2)
  if (query !== '' && !keepQuery && !isOfVariables(query.replace(/#.*$/s, '')))
    throw new ColdstartError('not-for-workers', {
      what,
      why: 'a query value would be stored in Redis, and may be a secret; write env:NAME, or --keep-query where it is not',
    })
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== false && value !== 0 && value !== 'request'
}
