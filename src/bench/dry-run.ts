import type { BenchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import { problemsOf, throwProblems } from '../core/all-or-problems.ts'
import { type ColdstartError, isColdstartError } from '../core/errors.ts'
import { newRunId } from '../core/ids.ts'
import { systemClock } from '../core/system-clock.ts'
import type { Target } from '../core/target.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { expandMatrix } from '../plan/expand-matrix.ts'
import { limitsOf } from '../plan/limits.ts'
import { checkTargets, makePlan } from '../plan/make-plan.ts'
import type { Plan, PlannedPackage } from '../plan/plan.ts'
import { NOWHERE, type PlannedFunction, previewTargets } from '../plan/preview-targets.ts'
import { refuseOverQuota } from '../plan/quotas.ts'
import type { Connections } from '../providers/connections.ts'
import { loadProvider } from '../providers/index.ts'
import { withAgainst } from './against.ts'
import type { BenchRequest } from './bench.ts'
import { prepareBudgets } from './budgets.ts'
import { describeFunctions } from './describe-functions.ts'
import type { PreparedDraft } from './draft-orders.ts'
import { environmentsFor } from './environments-for.ts'
import { targetsToCome } from './judge-quotas.ts'
import { judgeRoutes } from './judge-routes.ts'
import { refuseBeyondOpenFiles } from './refuse-beyond-open-files.ts'
import { refuseRuntimesOfEngine } from './refuse-runtimes.ts'
import { refuseWithoutEffect } from './refuse-without-effect.ts'
import { type BenchContext, withConnections, withWayOut } from './session.ts'
import { checkProviders, type FunctionSources, SERVICE, sortSources } from './sources.ts'
import { draftTargets, planDrafts } from './targets.ts'
import { previewForWorkers } from './workers-plan.ts'

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
  checkProviders(config, '', [SERVICE])
  if (config.workers !== undefined) return previewForWorkers(config)
  const surroundings = { cwd, env: context.env ?? {} }
  const twofold = await withAgainst(config, { ...surroundings, nodeVersion: '' }, { isDry: true })
  const sources = await sortSources(twofold, config.deploy ? 'cloud' : 'local', surroundings)
  refuseWithoutEffect(config, sources)
  refuseBeyondOpenFiles(config, sources)
  await describeFunctions([...sources.local, ...sources.clouds], cwd)
  await refuseRuntimesOfEngine(config, sources)
  await prepareBudgets(config, cwd)
  const clouds = await cloudTargets(sources, config, context)
  const targets = [
    ...previewOf(localFunctions(sources, config), config),
    ...serviceOf(sources),
    ...clouds.targets,
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
  return clouds.packages.length > 0 ? { ...plan, packages: clouds.packages } : plan
}

function serviceOf({ service }: FunctionSources): Target[] {
  const facts = { freshlyDeployed: false }
  return service ? [{ id: SERVICE, provider: SERVICE, platform: 'local', url: NOWHERE, facts }] : []
}

interface CloudPreview {
  readonly targets: readonly Target[]
  readonly packages: readonly PlannedPackage[]
}

/**
 * The clouds' targets as their own plans have them; without an environment, or credentials, as they usually are. Every
 * package is made and checked first, as in a run.
 */
async function cloudTargets(
  sources: FunctionSources,
  config: BenchConfig,
  { env, nodeVersion = '', onUnchecked = () => {}, ...context }: DryRunContext,
): Promise<CloudPreview> {
  const runId = newRunId((context.clock ?? systemClock).wallMs())
  return withConnections(
    withWayOut({ ...context, env: env ?? {}, nodeVersion }, config),
    async (connections) => {
      const { clouds, ownLambdas } = await draftTargets({ ...sources, local: [] }, config, runId, connections)
      const drafts = [...clouds, ...ownLambdas]
      const targets: Target[] = []
      const unchecked = new Set<string>()
      const problems: unknown[] = []
      for (const drafted of drafts) {
        const { provider } = drafted.draft
        const known =
          env === undefined || unchecked.has(provider.id)
            ? undefined
            : await planned(drafted, connections).catch((error: unknown) => void problems.push(error))
        if (typeof known === 'string') {
          unchecked.add(provider.id)
          onUnchecked(provider.id, known)
        }
        targets.push(...(typeof known === 'object' ? known : usualTargets(drafted, config)))
      }
      throwProblems(problems)
      return { targets, packages: drafts.flatMap(packageOf) }
    },
  )
}

/** @returns the targets of its plan, or why nobody could be asked */
async function planned(drafted: PreparedDraft, connections: Connections): Promise<Target[] | string> {
  try {
    const orders = await planDrafts([drafted])
    judgeRoutes({ clouds: orders, ownLambdas: [], urls: [] }, connections.context.network)
    return targetsToCome(orders)
  } catch (error) {
    if (!lacksCredentials(error)) throw error
    return error.message
  }
}

function usualTargets({ draft }: PreparedDraft, { replicas }: BenchConfig): Target[] {
  const { provider, point, isNamed } = draft
  const name = draft.name ?? provider.id
  const facts = isNamed ? { facts: { freshlyDeployed: false } } : provider.usual?.(draft.spec)
  const usual = {
    name,
    provider: provider.id,
    platform: 'cloud' as const,
    deployment: `${name} ${draft.spec.runId}`,
    ...facts,
  }
  return previewTargets([usual], [point], replicas)
}

function packageOf({ draft, package: made }: PreparedDraft): PlannedPackage[] {
  return made
    ? [{ name: draft.name ?? draft.provider.id, provider: draft.provider.id, notes: draft.notes, ...made }]
    : []
}

/** Nothing was found to ask with; credentials that are refused are an error here as in a run. */
function lacksCredentials(error: unknown): error is ColdstartError {
  if (!isColdstartError(error)) return false
  if (error.code === 'several-problems') return problemsOf(error).every(lacksCredentials)
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
