import type { BenchConfig } from '../../config/bench-config.ts'
import type { Target } from '../../core/target.ts'
import { functionDefaults } from '../../engine/engine-options.ts'
import { limitsOf } from '../../plan/cold-ways.ts'
import { describePlan } from '../../plan/describe-plan.ts'
import { expandMatrix } from '../../plan/expand-matrix.ts'
import { makePlan } from '../../plan/make-plan.ts'
import { type PlannedFunction, previewTargets } from '../../plan/preview-targets.ts'
import { loadProvider } from '../../providers/index.ts'
import type { FunctionSources } from './function-sources.ts'

/** What `--dry-run` prints: the plan of targets that are not there yet. Touches nothing. */
export async function previewPlan(sources: FunctionSources, config: BenchConfig): Promise<string> {
  const functions: PlannedFunction[] = [
    ...sources.local.map((name) => ({
      name,
      provider: 'local',
      platform: 'local' as const,
      deployment: 'local',
      details: { idleTtlMs: config.idleTtl ?? functionDefaults.idleTtlMs },
    })),
    ...sources.clouds.map((name) => ({ name, provider: name, platform: 'cloud' as const, deployment: name })),
    ...sources.ownLambdas.map(({ name }) => ({
      name,
      provider: 'lambda',
      platform: 'cloud' as const,
      deployment: name,
      details: { freshlyDeployed: false },
    })),
  ]
  const deployed = previewTargets(functions, expandMatrix(config), config.replicas)
  const targets = [...deployed, ...sources.urls]
  const limits = limitsOf(await providersOf(targets))
  return describePlan(makePlan(config, targets, limits))
}

async function providersOf(targets: readonly Target[]) {
  const ids = [...new Set(targets.map(({ provider }) => provider))]
  return new Map(
    await Promise.all(ids.map(async (id) => [id, { provider: await loadProvider(id) }] as const)),
  )
}
