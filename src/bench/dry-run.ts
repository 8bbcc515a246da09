import type { BenchConfig } from '../config/bench-config.ts'
import { resolveConfig } from '../config/resolve-config.ts'
import type { Target } from '../core/target.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { expandMatrix } from '../plan/expand-matrix.ts'
import { limitsOf } from '../plan/limits.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type PlannedFunction, previewTargets } from '../plan/preview-targets.ts'
import { loadProvider } from '../providers/index.ts'
import type { BenchRequest } from './bench.ts'
import { prepareBudgets } from './budgets.ts'
import { checkFunction } from './function-under-test.ts'
import { refuseWithoutEffect } from './refuse-without-effect.ts'
import { checkProviders, type FunctionSources, sortSources } from './sources.ts'

/**
 * What `bench` would do for the same request: rounds, invocations, time, price and quota by provider. Deploys,
 * invokes and writes nothing.
 * @throws ColdstartError those that `bench` has before its first remote call
 */
export async function planBench(request: BenchRequest, { cwd }: { readonly cwd: string }): Promise<Plan> {
  const { config } = resolveConfig({ file: { path: 'planBench()', values: request } })
  checkProviders(config)
  const sources = sortSources(config, config.deploy ? 'cloud' : 'local')
  refuseWithoutEffect(config, sources)
  await checkFunction(sources, config, cwd)
  await prepareBudgets(config, cwd)
  const targets = targetsOf(sources, config)
  return makePlan(config, targets, limitsOf(await providersOf(targets)))
}

/** The targets that deploying would give. */
function targetsOf(sources: FunctionSources, config: BenchConfig): Target[] {
  const functions: PlannedFunction[] = [
    ...sources.local.map((name) => ({
      name,
      provider: 'local',
      platform: 'local' as const,
      deployment: 'local',
      facts: { idleTtlMs: config.idleTtl ?? functionDefaults.idleTtlMs },
    })),
    ...sources.clouds.map((name) => ({ name, provider: name, platform: 'cloud' as const, deployment: name })),
    ...sources.ownLambdas.map(({ name }) => ({
      name,
      provider: 'lambda',
      platform: 'cloud' as const,
      deployment: name,
      facts: { freshlyDeployed: false },
    })),
  ]
  return [...previewTargets(functions, expandMatrix(config), config.replicas), ...sources.urls]
}

async function providersOf(targets: readonly Target[]) {
  const ids = [...new Set(targets.map(({ provider }) => provider))]
  return new Map(
    await Promise.all(ids.map(async (id) => [id, { provider: await loadProvider(id) }] as const)),
  )
}
