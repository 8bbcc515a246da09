import type { Deployment } from '../core/deployment.ts'
import type { Ledger } from '../core/ledger.ts'
import type { Target } from '../core/target.ts'
import type { ProviderContext } from './provider.ts'

/**
 * On some platforms every new version of a function has an address of its own, so a forced cold start moves
 * the targets while a run holds the old ones. The ledger has the new ones; this remembers what it said.
 */
const known = new WeakMap<Ledger, Map<string, readonly Target[]>>()

/** Writes the deployment's new targets to the ledger; `currentTarget` finds them from now on. */
async function moveTargets(deployment: Deployment, context: ProviderContext): Promise<void> {
  await context.ledger.ready(deployment)
  remember(deployment.id, deployment.targets, context)
}

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
  await moveTargets(completed, context)
  return completed
}

/** The targets under the names their caller knows, at the addresses they have now. */
export function movedTargets(named: readonly Target[], made: readonly Target[]): readonly Target[] {
  return named.map((target, index) => ({ ...target, url: made[index]?.url ?? target.url }))
}

/** The target as it is now: with the address that the last deploy or evict gave it. */
export async function currentTarget(target: Target, context: ProviderContext): Promise<Target> {
  if (target.deployment === undefined) return target
  const remembered = known.get(context.ledger)?.get(target.deployment)
  const targets = remembered ?? (await readTargets(target.deployment, context))
  return targets.find(({ id }) => id === target.id) ?? target
}

async function readTargets(deploymentId: string, context: ProviderContext): Promise<readonly Target[]> {
  const open = await context.ledger.open()
  const targets = open.find(({ id }) => id === deploymentId)?.targets ?? []
  remember(deploymentId, targets, context)
  return targets
}

function remember(deploymentId: string, targets: readonly Target[], context: ProviderContext): void {
  const ofLedger = known.get(context.ledger) ?? new Map()
  ofLedger.set(deploymentId, targets)
  known.set(context.ledger, ofLedger)
}
