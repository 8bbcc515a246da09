import type { BenchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import { type ColdstartError, isColdstartError } from '../core/errors.ts'
import { newRunId } from '../core/ids.ts'
import { systemClock } from '../core/system-clock.ts'
import type { Target } from '../core/target.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { expandMatrix } from '../plan/expand-matrix.ts'
import { limitsOf } from '../plan/limits.ts'
import { checkTargets, makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type PlannedFunction, previewTargets } from '../plan/preview-targets.ts'
import { refuseOverQuota } from '../plan/quotas.ts'
import { loadProvider } from '../providers/index.ts'
import { withAgainst } from './against.ts'
import type { BenchRequest } from './bench.ts'
import { prepareBudgets } from './budgets.ts'
import { describeFunctions } from './describe-functions.ts'
import { equalMemory } from './equal-memory.ts'
import { targetsToCome } from './judge-quotas.ts'
import { judgeRoutes } from './judge-routes.ts'
import { readProviderOptions } from './read-provider-options.ts'
import { refuseWithoutEffect } from './refuse-without-effect.ts'
import { type BenchContext, withConnections, withWayOut } from './session.ts'
import { checkProviders, type FunctionSources, sortSources } from './sources.ts'
import { environmentsFor, planTargets } from './targets.ts'

/** What a dry run may look at: with an environment, the clouds themselves, as far as reading goes. */
export interface DryRunContext extends Partial<BenchContext> {
  readonly cwd: string
  /** Told where a cloud could not be asked what it would refuse, because no credentials were found for it. */
  readonly onUnchecked?: (provider: string, reason: string) => void
}

/**
 * What `bench` would do for the same request: rounds, invocations, time, price and quota by provider. Deploys,
 * invokes and writes nothing. Where there are credentials the clouds are asked, and what a run would be refused is
 * refused with the same error.
 * @throws ColdstartError those that `bench` has before its first remote create
 */
export async function planBench(request: BenchRequest, context: DryRunContext): Promise<Plan> {
  const { cwd } = context
  const { config } = resolveConfig({ file: { path: 'planBench()', values: request } })
  checkProviders(config)
  const surroundings = { cwd, env: context.env ?? {} }
  const twofold = await withAgainst(config, { ...surroundings, nodeVersion: '' }, { isDry: true })
  const sources = await sortSources(twofold, config.deploy ? 'cloud' : 'local', surroundings)
  refuseWithoutEffect(config, sources)
  await describeFunctions([...sources.local, ...sources.clouds], cwd)
  await prepareBudgets(config, cwd)
  const targets = [
    ...previewOf(localFunctions(sources, config), config),
    ...(await cloudTargets(sources, config, context)),
    ...sources.urls,
  ]
  const providers = await providersOf(targets)
  const plan = makePlan(config, targets, limitsOf(providers))
  refuseOverQuota(plan.estimate, config)
  await withConnections(withWayOut({ env: {}, nodeVersion: '', ...context }, config), async (connections) => {
    judgeRoutes({ clouds: [], ownLambdas: [], urls: sources.urls }, connections.context.network)
    const open = await connections.toAll(providers.keys())
    checkTargets(
      plan.rounds,
      targets,
      config,
      ({ provider, deployment }) => deployment !== undefined && !!open.get(provider)?.connection.evict,
    )
  })
  return plan
}

/** The clouds' targets as their own plans have them; without an environment, or credentials, as they usually are. */
async function cloudTargets(
  sources: FunctionSources,
  config: BenchConfig,
  { env, nodeVersion = '', onUnchecked = () => {}, ...context }: DryRunContext,
): Promise<Target[]> {
  const parts = await partsOf(sources, config)
  if (env === undefined) return parts.flatMap(({ usual }) => previewOf([usual], config))
  const runId = newRunId((context.clock ?? systemClock).wallMs())
  return withConnections(withWayOut({ ...context, env, nodeVersion }, config), async (connections) => {
    const targets: Target[] = []
    for (const { usual, alone } of parts) {
      try {
        const { clouds, ownLambdas } = await planTargets(alone, config, runId, connections, sources)
        judgeRoutes({ clouds, ownLambdas, urls: [] }, connections.context.network)
        targets.push(...targetsToCome([...clouds, ...ownLambdas]))
      } catch (error) {
        if (!lacksCredentials(error)) throw error
        onUnchecked(usual.provider, error.message)
        targets.push(...previewOf([usual], config))
      }
    }
    return targets
  })
}

/** One cloud, or one function of the user's own: what its targets usually are, and the sources without the others. */
async function partsOf(
  sources: FunctionSources,
  config: BenchConfig,
): Promise<{ usual: PlannedFunction; alone: FunctionSources }[]> {
  const none = { ...sources, local: [], clouds: [], ownLambdas: [], urls: [] }
  const platform = 'cloud' as const
  const equal = await equalMemory(sources, config)
  const clouds = sources.clouds.map(async (order) => {
    const { name, contract: provider } = order
    const known = await usualOf(provider, config, equal.get(provider))
    return {
      usual: { name, provider, platform, deployment: name, ...known },
      alone: { ...none, clouds: [order] },
    }
  })
  return [
    ...(await Promise.all(clouds)),
    ...sources.ownLambdas.map((own) => ({
      usual: {
        name: own.name,
        provider: 'lambda',
        platform,
        deployment: own.name,
        facts: { freshlyDeployed: false },
      },
      alone: { ...none, ownLambdas: [own] },
    })),
  ]
}

/** What the settings alone say of a cloud's targets. */
async function usualOf(id: string, config: BenchConfig, equalMemoryMb: number | undefined) {
  const provider = await loadProvider(id)
  const options = readProviderOptions(provider, config.options[id])
  return provider.usual?.({ options, ...(equalMemoryMb === undefined ? {} : { equalMemoryMb }) }) ?? {}
}

/** Nothing was found to ask with; credentials that are refused are an error here as in a run. */
function lacksCredentials(error: unknown): error is ColdstartError {
  if (!isColdstartError(error)) return false
  if (error.code === 'google-credentials')
    return 'reason' in error.details && error.details.reason === NONE_FOUND
  return ['no-credentials', 'aws-no-credentials', 'aws-no-region', 'google-project'].includes(error.code)
}

const NONE_FOUND = 'none were found'

function localFunctions(sources: FunctionSources, config: BenchConfig): PlannedFunction[] {
  return sources.local.map(({ name }) => ({
    name,
    provider: 'local',
    platform: 'local' as const,
    deployment: 'local',
    facts: {
      idleTtlMs: config.idleTtl ?? functionDefaults.idleTtlMs,
      accountConcurrency: environmentsFor(config),
    },
  }))
}

function previewOf(functions: readonly PlannedFunction[], config: BenchConfig): Target[] {
  return previewTargets(functions, expandMatrix(config), config.replicas)
}

async function providersOf(targets: readonly Target[]) {
  const ids = [...new Set(targets.map(({ provider }) => provider))]
  return new Map(
    await Promise.all(ids.map(async (id) => [id, { provider: await loadProvider(id) }] as const)),
  )
}
