import type { BenchConfig, ConfigKey } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { FunctionSources } from './sources.ts'

/** What a setting needs of a run to change anything in it. */
type Scope =
  | { readonly on: 'clouds' | 'engine' | 'deployed' | 'lambda' | 'away' }
  | { readonly with: ConfigKey }
  | { readonly provider: string }

interface Given {
  /** As the user knows it: `--region`. */
  readonly option: string
  readonly scope: Scope
}

/** Settings that not every run can honour. What is not named here has an effect on all. */
const scopes: Readonly<Partial<Record<ConfigKey, Scope>>> = {
  region: { on: 'clouds' },
  runtime: { on: 'clouds' },
  architecture: { on: 'clouds' },
  keep: { on: 'clouds' },
  overQuota: { on: 'clouds' },
  throughProxy: { on: 'away' },
  ca: { on: 'away' },
  memory: { on: 'deployed' },
  bundleKb: { on: 'deployed' },
  replicas: { on: 'deployed' },
  fixture: { on: 'deployed' },
  idleTtl: { on: 'engine' },
  export: { with: 'functions' },
  root: { with: 'functions' },
  env: { on: 'deployed' },
  envFile: { on: 'deployed' },
  functionTimeout: { on: 'deployed' },
  event: { on: 'lambda' },
  setup: { with: 'against' },
  maxCold: { with: 'untilCi' },
  maxIdle: { with: 'adaptiveIdle' },
}

/**
 * Refuses settings that would be ignored: a table must not look as if they had been heard. The one mechanism for
 * that; a setting declares above where it applies, and a platform's own flag by the platform that it is of.
 * @throws ColdstartError `without-effect`; `bad-arguments` for `deploy` without a cloud to deploy to
 */
export function refuseWithoutEffect(config: BenchConfig, sources: FunctionSources): void {
  if (config.deploy && sources.clouds.length === 0)
    throw new ColdstartError('bad-arguments', {
      reason: '--deploy does not say where to: no cloud is named.',
      command: 'bench',
      suggestion: '--provider lambda --deploy',
    })
  if (config.against !== undefined && config.baseline !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: '--against and --baseline both say what to compare with.',
      command: 'bench',
      suggestion: 'one of them',
    })
  const given = (Object.keys(scopes) as ConfigKey[]).filter((key) => isGiven(config, key))
  const named = given.map((key) => ({ option: optionOf(key), scope: scopes[key] as Scope }))
  refuseAll(named, config, sources)
}

/** The same for flags of one platform, given in a run that may do without it. */
export function refuseForeignFlags(
  flags: readonly { readonly option: string; readonly provider: string }[],
  config: BenchConfig,
  sources: FunctionSources,
): void {
  refuseAll(
    flags.map(({ option, provider }) => ({ option, scope: { provider } })),
    config,
    sources,
  )
}

function refuseAll(given: readonly Given[], config: BenchConfig, sources: FunctionSources): void {
  for (const { option, scope } of given) {
    const why = whyNot(scope, config, sources)
    if (why !== undefined) throw new ColdstartError('without-effect', { option, why })
  }
}

/** @returns undefined where the setting applies */
function whyNot(scope: Scope, config: BenchConfig, sources: FunctionSources): string | undefined {
  if ('with' in scope)
    return isGiven(config, scope.with) ? undefined : `${optionOf(scope.with)} was not given`
  if ('provider' in scope) return whyNotOf(scope.provider, sources)
  if (scope.on === 'lambda')
    return hasLambda(sources) ? undefined : 'Nothing of this run is a Lambda function'
  const { local, clouds, ownLambdas, urls } = sources
  if (scope.on === 'away')
    return clouds.length + ownLambdas.length + urls.length > 0
      ? undefined
      : 'Everything of this run is on this machine'
  if (scope.on === 'engine')
    return local.length > 0 ? undefined : 'Nothing of this run is on the local engine'
  if (clouds.length > 0) return undefined
  if (scope.on === 'clouds')
    return local.length > 0 ? 'The local engine runs on this machine' : 'Nothing of this run is deployed'
  return local.length > 0 ? undefined : 'Nothing of this run is deployed'
}

function whyNotOf(provider: string, { clouds, ownLambdas }: FunctionSources): string | undefined {
  const isThere = clouds.some(({ contract }) => contract === provider)
  if (isThere || (provider === 'lambda' && ownLambdas.length > 0)) return undefined
  return `Nothing of this run is deployed to ${provider}`
}

function hasLambda({ local, clouds, ownLambdas }: FunctionSources): boolean {
  return ownLambdas.length > 0 || [...local, ...clouds].some(({ contract }) => contract === 'lambda')
}

/** Whether a setting says anything else than its default. */
function isGiven(config: BenchConfig, key: ConfigKey): boolean {
  const value = config[key]
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== false && !(key === 'replicas' && value === 1)
}

/** `idleTtl` → `--idle-ttl`. */
function optionOf(key: ConfigKey): string {
  if (key === 'functions') return '--function'
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
