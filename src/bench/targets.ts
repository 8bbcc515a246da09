import { totalmem } from 'node:os'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import type { Target } from '../core/target.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { ENVIRONMENT_MB } from '../plan/estimate-cost.ts'
import { expandMatrix, labelTargets, type MatrixPoint } from '../plan/expand-matrix.ts'
import type { Connections, OpenProvider } from '../providers/connections.ts'
import type { Connection, DeployPlan } from '../providers/provider.ts'
import type { PreparedTargets } from '../run/target-book.ts'
import { checkFunction, sourceOf } from './function-under-test.ts'
import { readProviderOptions } from './read-provider-options.ts'
import type { FunctionSources } from './sources.ts'

/** What deploying would take, for the user to agree to and for the deploy itself. */
export interface PlannedTargets {
  readonly local: readonly DeployOrder[]
  readonly clouds: readonly DeployOrder[]
  readonly ownLambdas: readonly DeployOrder[]
  readonly urls: readonly Target[]
}

/** One deployment at one point of the matrix. */
interface DeployOrder {
  readonly connection: Connection
  readonly point: MatrixPoint
  readonly plan: DeployPlan
  /** What the user calls its target, in place of the name that the provider gives. */
  readonly name?: string
}

/**
 * Plans everything that has to be deployed or adopted. Makes nothing.
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take, and those of the providers' `plan`
 */
export async function planTargets(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  connections: Connections,
): Promise<PlannedTargets> {
  await checkFunction(sources, config, connections.context.cwd)
  const ordersOf = async (id: string, settings: Readonly<Record<string, unknown>>) =>
    planOrders(await connections.to(id), config, runId, settings, connections.context.cwd)
  const localSettings = {
    contracts: sources.local,
    ...idleTtlOf(config),
    ...config.options.local,
    maxEnvironments: environmentsFor(config),
  }
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

/** The engine takes no more than this share of the machine's memory for the environments of one burst. */
const MEMORY_SHARE = 0.5

/**
 * How many environments of one function the engine runs at once: what was asked for, else as many as the burst is
 * large, as far as the memory goes.
 */
export function environmentsFor({ burst, options }: BenchConfig): number {
  const asked = options.local?.maxEnvironments
  if (typeof asked === 'number') return asked
  const fitting = Math.floor((MEMORY_SHARE * totalmem()) / 2 ** 20 / ENVIRONMENT_MB)
  return Math.max(functionDefaults.maxEnvironments, Math.min(burst, fitting))
}

function idleTtlOf({ idleTtl }: BenchConfig) {
  return idleTtl === undefined ? {} : { idleTtlMs: idleTtl }
}

/** One planned deployment for every point of the matrix. @param settings the platform's own, as they were given */
async function planOrders(
  { provider, connection }: OpenProvider,
  config: BenchConfig,
  runId: string,
  settings: Readonly<Record<string, unknown>>,
  cwd: string,
): Promise<DeployOrder[]> {
  const options = readProviderOptions(provider, settings)
  const workload = sourceOf(config, cwd)
  const orders: DeployOrder[] = []
  for (const [index, point] of expandMatrix(config).entries()) {
    const { parameters, ...variant } = point
    const id = index === 0 ? runId : `${runId}-${index}`
    const spec = { runId: id, workload, replicas: config.replicas, options, ...variant }
    orders.push({ connection, point, plan: await connection.plan(spec) })
  }
  return orders
}

/**
 * Deploys what was planned, one order after the other; targets get the names and parameters of their point. What
 * was made is told as soon as it is there, so that a failure later on leaves nothing behind.
 * @throws ColdstartError those of the providers' deploy
 */
export async function prepareTargets(
  { local, clouds, ownLambdas, urls }: PlannedTargets,
  connections: Connections,
  onDeployed: (deployment: Deployment) => void,
): Promise<PreparedTargets> {
  const deployments: Deployment[] = []
  for (const order of [...local, ...clouds, ...ownLambdas]) {
    const made = await order.connection.deploy(order.plan)
    const labelled = labelTargets(made.targets, order.point)
    const targets = labelled.map((target) => ({ ...target, id: order.name ?? target.id }))
    const deployment = { ...made, targets }
    onDeployed(deployment)
    deployments.push(deployment)
  }
  const targets = [...deployments.flatMap((deployment) => deployment.targets), ...urls]
  return { targets, deployments, providers: await connections.toAll(targets.map(({ provider }) => provider)) }
}
