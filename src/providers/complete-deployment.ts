import type { Deployment } from '../core/deployment.ts'
import type { Target } from '../core/target.ts'
import type { ProviderContext } from './provider.ts'

/**
 * The deployment with everything the ledger entered while it was made, its targets and the hash of its package;
 * in the ledger as ready.
 */
export async function completeDeployment(
  deployment: Deployment,
  made: Pick<Deployment, 'targets'> & { readonly packageSha256: string },
  context: ProviderContext,
): Promise<Deployment> {
  const open = (await context.ledger.open()).find(({ id }) => id === deployment.id)
  const completed = { ...deployment, resources: open?.resources ?? deployment.resources, ...made }
  await context.ledger.ready(completed)
  return completed
}

/**
 * Targets under the names that their caller knows, which a matrix may have lengthened, with the addresses that the
 * last deploy or eviction gave them.
 * @param now the same targets in the same order
 */
export function movedTargets(named: readonly Target[], now: readonly Target[]): readonly Target[] {
  return named.map((target, index) => {
    const { id, group, parameters } = target
    const moved = { ...(now[index] ?? target), id }
    return { ...moved, ...(group === undefined ? {} : { group }), ...(parameters ? { parameters } : {}) }
  })
}
