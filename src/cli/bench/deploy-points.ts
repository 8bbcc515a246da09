import { resolve } from 'node:path'
import type { BenchConfig } from '../../config/bench-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import { expandMatrix, labelTargets, type MatrixPoint } from '../../plan/expand-matrix.ts'
import type { OpenProvider } from '../../providers/connections.ts'
import type { Connection, DeployPlan } from '../../providers/provider.ts'
import { readProviderOptions } from '../deployment/read-provider-options.ts'
import { sampleFolder } from '../sample-function.ts'

export interface DeployOrder {
  readonly connection: Connection
  readonly point: MatrixPoint
  readonly plan: DeployPlan
}

/**
 * One deployment for every point of the matrix, planned.
 * @param settings the platform's own, as they were given
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take, and those of the provider's `plan`
 */
export async function ordersFor(
  { provider, connection }: OpenProvider,
  config: BenchConfig,
  runId: string,
  settings: Readonly<Record<string, unknown>>,
  cwd: string,
): Promise<DeployOrder[]> {
  const options = readProviderOptions(provider, settings)
  const fixture = config.fixture === undefined ? sampleFolder : resolve(cwd, config.fixture)
  const orders: DeployOrder[] = []
  for (const [index, point] of expandMatrix(config).entries()) {
    const { parameters, ...variant } = point
    const id = index === 0 ? runId : `${runId}-${index}`
    const spec = { runId: id, fixture, replicas: config.replicas, options, ...variant }
    orders.push({ connection, point, plan: await connection.plan(spec) })
  }
  return orders
}

/** Deploys one order; its targets get the names and parameters of their point. */
export async function deployOrder({ connection, point, plan }: DeployOrder): Promise<Deployment> {
  const deployment = await connection.deploy(plan)
  return { ...deployment, targets: labelTargets(deployment.targets, point) }
}
