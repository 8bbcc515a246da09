import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import type { RunHeader } from '../core/run-file.ts'
import { movedTargets } from '../providers/complete-deployment.ts'
import type { Connections } from '../providers/connections.ts'
import type { FunctionSources } from './sources.ts'
import { draftTargets } from './targets.ts'

/**
 * The remote deployments of the run, where the ledger has all of them; else none, and all are made anew. The ledger
 * knows where their targets are since the last forced cold start.
 */
export async function stillThere(
  { deployments = [] }: RunHeader,
  connections: Connections,
): Promise<Deployment[]> {
  const remote = deployments.filter(({ provider }) => provider !== 'local')
  const open = new Map((await connections.context.ledger.open()).map((entry) => [entry.id, entry]))
  if (!remote.every(({ id }) => open.has(id))) return []
  return remote.map((deployment) => {
    const { targets = [], ...now } = open.get(deployment.id) ?? {}
    return { ...deployment, ...now, targets: [...movedTargets(deployment.targets, targets)] }
  })
}

/**
 * Tells the connections of a run that goes on what its deployments were made of, where they are still there: the ledger
 * keeps no values of variables, and a forced cold start may deploy the same again.
 * @param sources with the values, given again
 * @throws ColdstartError `cannot-deploy` where a function is not what was deployed any more
 */
export async function takeUp(
  deployments: readonly Deployment[],
  {
    sources,
    config,
    run,
  }: { readonly sources: FunctionSources; readonly config: BenchConfig; readonly run: string },
  connections: Connections,
): Promise<void> {
  if (deployments.length === 0) return
  const { clouds } = await draftTargets({ ...sources, local: [] }, config, run, connections)
  for (const { draft } of clouds) {
    const made = deployments.find(
      ({ provider, recipe }) => provider === draft.provider.id && recipe?.runId === draft.spec.runId,
    )
    if (made) await draft.connection.takeUp?.(made, draft.spec)
  }
}
