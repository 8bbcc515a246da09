import { resolve } from 'node:path'
import type { BenchConfig } from '../../config/bench-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import { expandMatrix, labelTargets, type MatrixPoint } from '../../plan/expand-matrix.ts'
import type { DeploySpec, Provider, ProviderContext } from '../../providers/provider.ts'
import { sampleFolder } from '../sample-function.ts'

export interface DeployOrder {
  readonly provider: Provider
  readonly point: MatrixPoint
  readonly spec: DeploySpec
}

/** One deployment for every point of the matrix. */
export function ordersFor(
  provider: Provider,
  config: BenchConfig,
  runId: string,
  options: unknown,
  cwd: string,
): DeployOrder[] {
  return expandMatrix(config).map((point, index) => {
    const { parameters, ...variant } = point
    const fixture = config.fixture === undefined ? sampleFolder : resolve(cwd, config.fixture)
    const id = index === 0 ? runId : `${runId}-${index}`
    return { provider, point, spec: { runId: id, fixture, replicas: config.replicas, options, ...variant } }
  })
}

/** Deploys one order; its targets get the names and parameters of their point. */
export async function deployOrder(
  { provider, point, spec }: DeployOrder,
  context: ProviderContext,
): Promise<Deployment> {
  const deployment = await provider.deploy(spec, context)
  return { ...deployment, targets: labelTargets(deployment.targets, point) }
}
