import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { ProviderFlag } from '../providers/provider.ts'
import { type RequestWord, wordsCarriedBy } from '../workload/event-shape-names.ts'
import type { FunctionSources } from './sources.ts'

/** Why a setting changes nothing of a run, as the beginning of a sentence; undefined where it does. */
type WhyNot = (config: BenchConfig, sources: FunctionSources) => string | undefined

const onClouds: WhyNot = (_, { local, clouds }) => {
  if (clouds.length > 0) return undefined
  return local.length > 0 ? 'The local engine runs on this machine' : 'Nothing of this run is deployed'
}
const onEngine: WhyNot = (_, { local }) =>
  local.length > 0 ? undefined : 'Nothing of this run is on the local engine'
const onDeployed: WhyNot = (_, { local, clouds }) =>
  local.length + clouds.length > 0 ? undefined : 'Nothing of this run is deployed'
const onAway: WhyNot = (_, { clouds, ownLambdas, urls }) =>
  clouds.length + ownLambdas.length + urls.length > 0
    ? undefined
    : 'Everything of this run is on this machine'
const onLambda: WhyNot = (_, { local, clouds, ownLambdas }) =>
  ownLambdas.length > 0 || [...local, ...clouds].some(({ contract }) => contract === 'lambda')
    ? undefined
    : 'Nothing of this run is a Lambda function'

/** A Lambda function that runs already is looked for in one region, unless its ARN says in which. */
const onRegion: WhyNot = (config, sources) => {
  const isFound = sources.ownLambdas.some(({ reference }) => !reference.startsWith('arn:'))
  const isSole = config.region?.length === 1
  return isFound && isSole ? undefined : onClouds(config, sources)
}

const onSample: WhyNot = (config, sources) =>
  config.functions.length > 0 ? 'Functions of your own are named' : onDeployed(config, sources)

/** Lambda's Invoke answers with JSON whatever the function renders. */
const onPages: WhyNot = (_, { local, clouds, ownLambdas, urls }) => {
  const orders = [...local, ...clouds]
  const hasPages =
    urls.length > 0 ||
    orders.some(({ contract, source }) => {
      const { event: __, expect: ___, secrets: ____, ...http } = source.request ?? {}
      return contract !== 'lambda' || (local.length > 0 && Object.keys(http).length > 0)
    })
  return hasPages || orders.length + ownLambdas.length === 0
    ? undefined
    : 'A Lambda invocation renders no page'
}

/** A word of the request reaches a Lambda function only in an event that has a place for it. */
function onRequest(word: RequestWord): WhyNot {
  return ({ event }, { local, clouds, ownLambdas, urls }) => {
    const isCarried =
      urls.length > 0 ||
      (ownLambdas.length > 0 && wordsCarriedBy(event).includes(word)) ||
      [...local, ...clouds].some(({ carries }) => carries.includes(word))
    return isCarried ? undefined : `The event has no place for it`
  }
}

function withSetting(...keys: readonly ConfigKey[]): WhyNot {
  return (config) =>
    keys.some((key) => isGiven(config, key)) ? undefined : `${keys.map(optionOf).join(' or ')} was not given`
}

/** Settings that not every run can honour. What is not named here has an effect on all. */
const scopes: Readonly<Partial<Record<ConfigKey, WhyNot>>> = {
  region: onRegion,
  runtime: onClouds,
  architecture: onClouds,
  keep: onClouds,
  wrapper: onClouds,
  overQuota: onClouds,
  throughProxy: onAway,
  ca: onAway,
  memory: onDeployed,
  bundleKb: onDeployed,
  replicas: onDeployed,
  fixture: onSample,
  idleTtl: onEngine,
  env: onDeployed,
  envFile: onDeployed,
  functionTimeout: onDeployed,
  event: onLambda,
  method: onRequest('method'),
  path: onRequest('path'),
  headers: onRequest('headers'),
  body: onRequest('body'),
  expectType: onPages,
  export: withSetting('functions'),
  root: withSetting('functions'),
  keepQuery: withSetting('targets'),
  setup: withSetting('against'),
  maxCold: withSetting('untilCi', 'untilDecided'),
  untilDecided: withSetting('budgets', 'failIfSlower'),
  maxIdle: withSetting('adaptiveIdle'),
  budgetTolerance: withSetting('budgets', 'failIfSlower'),
}

/**
 * Refuses settings that would be ignored: a table must not look as if they had been heard. The one mechanism for
 * that; a setting declares above where it applies, and a platform's own flag beside its name.
 * @throws ColdstartError `without-effect`; `bad-arguments` for `deploy` without a cloud to deploy to
 */
export function refuseWithoutEffect(config: BenchConfig, sources: FunctionSources): void {
  if (config.deploy && sources.clouds.length === 0)
    throw new ColdstartError('bad-arguments', {
      reason: '--deploy does not say where to: no cloud is named.',
      command: 'bench',
      suggestion: '--provider lambda --deploy',
    })
  if (config.untilDecided && config.untilCi !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--until-decided and --until-ci both say when to stop.',
      command: 'bench',
      suggestion: 'one of them',
    })
  if (config.against !== undefined && config.baseline !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--against and --baseline both say what to compare with.',
      command: 'bench',
      suggestion: 'one of them',
    })
  for (const [key, whyNot] of Object.entries(scopes) as [ConfigKey, WhyNot][]) {
    const why = isGiven(config, key) ? whyNot(config, sources) : undefined
    if (why !== undefined) throw new ColdstartError('without-effect', { option: optionOf(key), why })
  }
}

/** A flag of one platform that was typed. */
export interface GivenFlag {
  /** As the user knows it: `--lambda-mode`. */
  readonly option: string
  readonly provider: string
  readonly flag: ProviderFlag
}

/**
 * The same for flags of one platform, given in a run that may do without it.
 * @throws ColdstartError `without-effect`
 */
export function refuseForeignFlags(
  given: readonly GivenFlag[],
  config: Pick<BenchConfig, 'options' | 'coldBy'>,
  { clouds }: Pick<FunctionSources, 'clouds'>,
): void {
  for (const { option, provider, flag } of given) {
    const there = clouds.filter(({ contract }) => contract === provider)
    const isFile = there.every(({ source }) => 'file' in source)
    const why =
      there.length === 0
        ? `Nothing of this run is deployed to ${provider}`
        : flag.ofFolder && isFile
          ? 'A file of your own has its own form and exports'
          : whyUnused(flag, config, provider)
    if (why !== undefined) throw new ColdstartError('without-effect', { option, why })
  }
}

/**
 * The same where folders are deployed and nothing is measured.
 * @throws ColdstartError `without-effect`
 */
export function refuseUnusedFlags(
  given: readonly GivenFlag[],
  options: BenchConfig['options'],
  providers: readonly string[],
): void {
  for (const { option, provider, flag } of given) {
    const why = providers.includes(provider)
      ? flag.whyUnused?.(options[provider] ?? {})
      : `Nothing is deployed to ${provider}`
    if (why !== undefined) throw new ColdstartError('without-effect', { option, why })
  }
}

function whyUnused(
  { whyUnused: why, coldBy }: ProviderFlag,
  config: Pick<BenchConfig, 'options' | 'coldBy'>,
  provider: string,
): string | undefined {
  if (coldBy !== undefined && !config.coldBy.includes(coldBy)) return `--cold-by ${coldBy} was not given`
  return why?.(config.options[provider] ?? {})
}

/** Whether a setting says anything else than its default. */
function isGiven(config: BenchConfig, key: ConfigKey): boolean {
  const value = config[key]
  if (key === 'wrapper') return value === false
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== false && !(key === 'replicas' && value === 1)
}

/** `idleTtl` → `--idle-ttl`. */
function optionOf(key: ConfigKey): string {
  const singular = {
    functions: 'function',
    headers: 'header',
    budgets: 'budget',
    targets: 'target',
    wrapper: 'no-wrapper',
  }
  const name = (singular as Partial<Record<ConfigKey, string>>)[key] ?? key
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
