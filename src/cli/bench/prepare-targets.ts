import type { BenchConfig } from '../../config/bench-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import { noLedger } from '../../core/ledger.ts'
import type { Target } from '../../core/target.ts'
import { loadProvider } from '../../providers/index.ts'
import type { Provider, ProviderContext } from '../../providers/provider.ts'
import { readProviderOptions } from '../deployment/read-provider-options.ts'
import { type DeployOrder, deployOrder, ordersFor } from './deploy-points.ts'
import type { FunctionSources } from './function-sources.ts'

/** What is measured, and how to take it down again. */
export interface PreparedTargets {
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  readonly providers: ReadonlyMap<string, Provider>
}

/** What deploying would take, for the user to agree to and for the deploy itself. */
export interface DeployPlan {
  readonly local: readonly DeployOrder[]
  readonly clouds: readonly DeployOrder[]
  readonly ownLambdas: readonly (DeployOrder & { readonly name: string })[]
  readonly urls: readonly Target[]
}

/**
 * Makes the orders of everything that has to be deployed or adopted. Touches nothing.
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take
 */
export async function planDeploys(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  cwd: string,
): Promise<DeployPlan> {
  const ordersOf = async (id: string, settings: Readonly<Record<string, unknown>>) => {
    const provider = await loadProvider(id)
    return ordersFor(provider, config, runId, readProviderOptions(provider, settings), cwd)
  }
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
  context: ProviderContext,
  onDeployed: (deployment: Deployment) => void,
): Promise<PreparedTargets> {
  const deployments: Deployment[] = []
  const deploy = async (
    order: DeployOrder,
    within: ProviderContext,
    rename: (targets: readonly Target[]) => Target[],
  ) => {
    const made = await deployOrder(order, within)
    const deployment = { ...made, targets: rename(made.targets) }
    onDeployed(deployment)
    deployments.push(deployment)
  }
  const asMade = (targets: readonly Target[]) => [...targets]
  for (const order of plan.local) await deploy(order, { ...context, ledger: noLedger }, asMade)
  for (const order of plan.clouds) await deploy(order, context, asMade)
  for (const order of plan.ownLambdas)
    await deploy(order, context, (targets) => targets.map((target) => ({ ...target, id: order.name })))
  const targets = [...deployments.flatMap((deployment) => deployment.targets), ...plan.urls]
  return { targets, deployments, providers: await providersOf(targets) }
}

/** The providers that these targets need, by id. */
export async function providersOf(targets: readonly Target[]): Promise<Map<string, Provider>> {
  const ids = [...new Set(targets.map(({ provider }) => provider))]
  return new Map(await Promise.all(ids.map(async (id) => [id, await loadProvider(id)] as const)))
}
