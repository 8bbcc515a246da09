import type { BenchConfig } from '../../config/bench-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import type { Target } from '../../core/target.ts'
import type { Connections, OpenProvider } from '../../providers/connections.ts'
import { type DeployOrder, deployOrder, ordersFor } from './deploy-points.ts'
import type { FunctionSources } from './function-sources.ts'

/** What is measured, and how to take it down again. */
export interface PreparedTargets {
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  readonly providers: ReadonlyMap<string, OpenProvider>
}

/** What deploying would take, for the user to agree to and for the deploy itself. */
export interface DeployPlan {
  readonly local: readonly DeployOrder[]
  readonly clouds: readonly DeployOrder[]
  readonly ownLambdas: readonly (DeployOrder & { readonly name: string })[]
  readonly urls: readonly Target[]
}

/**
 * Plans everything that has to be deployed or adopted. Makes nothing.
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take, and those of the providers' `plan`
 */
export async function planDeploys(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  connections: Connections,
): Promise<DeployPlan> {
  const ordersOf = async (id: string, settings: Readonly<Record<string, unknown>>) =>
    ordersFor(await connections.to(id), config, runId, settings, connections.context.cwd)
  const localSettings = { contracts: sources.local, ...idleTtlOf(config), ...config.options.local }
  const clouds = await Promise.all(sources.clouds.map((id) => ordersOf(id, config.options[id] ?? {})))
  const ownLambdas = sources.ownLambdas.map(async ({ name, reference }) => {
    const [order] = await ordersOf('lambda', { ...config.options.lambda, functionName: reference })
    return order ? [{ ...order, name }] : []
  })
  return {
    local: sources.local.length > 0 ? await ordersOf('local', localSettings) : [],
    clouds: clouds.flat(),
    ownLambdas: (await Promise.all(ownLambdas)).flat(),
    urls: sources.urls,
  }
}

function idleTtlOf({ idleTtl }: BenchConfig) {
  return idleTtl === undefined ? {} : { idleTtlMs: idleTtl }
}

/**
 * Deploys what was planned, one order after the other. What was made is told as soon as it is there, so
 * that a failure later on leaves nothing behind.
 * @throws ColdstartError those of the providers' deploy
 */
export async function prepareTargets(
  plan: DeployPlan,
  connections: Connections,
  onDeployed: (deployment: Deployment) => void,
): Promise<PreparedTargets> {
  const deployments: Deployment[] = []
  const deploy = async (order: DeployOrder, rename: (targets: readonly Target[]) => Target[]) => {
    const made = await deployOrder(order)
    const deployment = { ...made, targets: rename(made.targets) }
    onDeployed(deployment)
    deployments.push(deployment)
  }
  const asMade = (targets: readonly Target[]) => [...targets]
  for (const order of [...plan.local, ...plan.clouds]) await deploy(order, asMade)
  for (const order of plan.ownLambdas)
    await deploy(order, (targets) => targets.map((target) => ({ ...target, id: order.name })))
  const targets = [...deployments.flatMap((deployment) => deployment.targets), ...plan.urls]
  return { targets, deployments, providers: await connections.toAll(targets.map(({ provider }) => provider)) }
}
