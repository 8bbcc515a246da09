import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { ProviderFlag } from '../providers/provider-flag.ts'
import { isGiven, optionOf } from './given-setting.ts'
import type { FunctionSources } from './sources.ts'
import { refuseQueueWithoutRedis } from './trigger.ts'
import {
  onAway,
  onClouds,
  onDeployed,
  onEngine,
  onEngineAlone,
  onEvent,
  onExport,
  onPages,
  onQueue,
  onRegion,
  onReplicas,
  onRequest,
  onRunning,
  onSample,
  onShares,
  onSizes,
  onTls,
  onWarm,
  onWays,
  onWorkers,
  onWrapped,
  type WhyNot,
} from './where-it-applies.ts'

function withSetting(...keys: readonly ConfigKey[]): WhyNot {
  return (config) =>
    keys.some((key) => isGiven(config, key)) ? undefined : `${keys.map(optionOf).join(' or ')} was not given`
}

/** A search for keep-alive times has no budgets; those of its configuration file are for bench. */
function withVerdict(...keys: readonly ConfigKey[]): WhyNot {
  const whyNot = withSetting('budgets', 'failIfSlower', ...keys)
  return (config, sources) => (config.keepalive ? undefined : whyNot(config, sources))
}

/** Settings that not every run can honour. What is not named here has an effect on all. */
const scopes: Readonly<Partial<Record<ConfigKey, WhyNot>>> = {
  region: onRegion,
  runtime: onDeployed,
  architecture: onClouds,
  keep: onClouds,
  wrapper: onWrapped,
  overQuota: onClouds,
  throughProxy: onAway,
  ca: onTls,
  memory: onSizes,
  bundleKb: onDeployed,
  replicas: onDeployed,
  fixture: onSample,
  idleSinceRecorded: onRunning,
  idleTtl: onEngine,
  cpu: onShares,
  coldDisk: onEngineAlone,
  workerCold: onWorkers,
  env: onDeployed,
  envFile: onDeployed,
  functionTimeout: onDeployed,
  event: onEvent,
  method: onRequest('method'),
  path: onRequest('path'),
  headers: onRequest('headers'),
  body: onRequest('body'),
  expectType: onPages,
  export: onExport,
  root: withSetting('functions'),
  keepQuery: withSetting('targets'),
  setup: withSetting('against'),
  maxCold: withSetting('untilCi', 'untilDecided'),
  untilDecided: withSetting('budgets', 'failIfSlower'),
  redis: onQueue,
  vantages: withSetting('workers'),
  acceptLoss: withSetting('workers'),
  idle: onWays('idle', 'burst'),
  adaptiveIdle: onWays('idle'),
  maxIdle: withSetting('adaptiveIdle'),
  warmGap: onWarm,
  replicaGap: onReplicas,
  allowInconclusive: withVerdict(),
  allowUnlike: withVerdict('baseline'),
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
  refuseContradictions(config)
  refuseQueueWithoutRedis(config)
  for (const [key, whyNot] of Object.entries(scopes) as [ConfigKey, WhyNot][]) {
    const why = isGiven(config, key) ? whyNot(config, sources) : undefined
    if (why !== undefined) throw new ColdstartError('without-effect', { option: optionOf(key), why })
  }
}

/** @throws ColdstartError `bad-arguments` for two settings of which only one can be meant */
function refuseContradictions(config: BenchConfig): void {
  const pairs: readonly (readonly [a: ConfigKey, b: ConfigKey, what: string])[] = [
    ['untilDecided', 'untilCi', 'both say when to stop'],
    ['against', 'baseline', 'both say what to compare with'],
    ['idleSinceRecorded', 'untilCi', 'cannot both be: a run has one cold start of each target'],
    ['idleSinceRecorded', 'untilDecided', 'cannot both be: a run has one cold start of each target'],
  ]
  const pair = pairs.find(([a, b]) => isGiven(config, a) && isGiven(config, b)) ?? isolateFromDisk(config)
  if (!pair) return
  const [a, b, what] = pair
  throw new ColdstartError('bad-arguments', {
    reason: `${optionOf(a)} and ${optionOf(b)} ${what}.`,
    command: 'bench',
    suggestion: `${optionOf(a)} alone, or ${optionOf(b)} alone`,
  })
}

/** A Worker's modules are read as workerd starts, which an isolate finds running. */
function isolateFromDisk({ workerCold, coldDisk }: BenchConfig) {
  return workerCold === 'isolate' && coldDisk !== undefined
    ? (['coldDisk', 'workerCold', 'cannot both be: an isolate reads nothing from the disk'] as const)
    : undefined
}

/** A flag of one platform that was typed. */
export interface GivenFlag {
  /** As the user knows it: `--lambda-mode`. */
  readonly option: string
  readonly provider: string
  readonly flag: ProviderFlag
  /** It stands among the platform's own settings of a configuration file, which runs without that platform may have too. */
  readonly isOfFile?: true
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
  for (const { option, provider, flag, isOfFile } of given) {
    const there = clouds.filter(({ contract }) => contract === provider)
    if (isOfFile && there.length === 0) continue
    const isFile = there.every(({ source }) => 'file' in source)
    const why =
      there.length === 0
        ? `Nothing of this run is deployed to ${provider}`
        : flag.ofFolder && isFile
          ? OF_FILES
          : whyUnused(flag, config, provider)
    if (why !== undefined) throw new ColdstartError('without-effect', { option, why })
  }
}

/**
 * The same where functions or folders are deployed and nothing is measured.
 * @throws ColdstartError `without-effect`
 */
export function refuseUnusedFlags(
  given: readonly GivenFlag[],
  { options, providers, functions }: Pick<BenchConfig, 'options' | 'providers' | 'functions'>,
): void {
  const all = new Set([...providers, ...functions.flatMap((own) => own.provider ?? [])])
  for (const { option, provider, flag, isOfFile } of given) {
    if (isOfFile && !all.has(provider)) continue
    const why = !all.has(provider)
      ? `Nothing is deployed to ${provider}`
      : flag.ofFolder && functions.length > 0
        ? OF_FILES
        : flag.whyUnused?.(options[provider] ?? {})
    if (why !== undefined) throw new ColdstartError('without-effect', { option, why })
  }
}

const OF_FILES = 'A file of your own has its own form and exports'

function whyUnused(
  { whyUnused: why, coldBy }: ProviderFlag,
  config: Pick<BenchConfig, 'options' | 'coldBy'>,
  provider: string,
): string | undefined {
  if (coldBy !== undefined && !config.coldBy.includes(coldBy)) return `--cold-by ${coldBy} was not given`
  return why?.(config.options[provider] ?? {})
}
