import { totalmem } from 'node:os'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import type { FunctionFacts, Target } from '../core/target.ts'
import { functionDefaults } from '../engine/engine-options.ts'
import { ENVIRONMENT_MB } from '../plan/estimate-cost.ts'
import { expandMatrix, type MatrixPoint, withoutMatrix } from '../plan/expand-matrix.ts'
import type { Connections, OpenProvider } from '../providers/connections.ts'
import { outdatedSentences } from '../providers/dated.ts'
import type { Connection, DeployPlan, NamedFunction } from '../providers/provider.ts'
import type { PreparedTargets } from '../run/target-book.ts'
import { sampleFolder } from '../workload/sample.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'
import type { WorkloadSource } from '../workload/workload-source.ts'
import { describeFunctions } from './describe-functions.ts'
import { equalMemory, equalMemoryNote } from './equal-memory.ts'
import { type FunctionOrder, isContract } from './function-orders.ts'
import { nameTargets, requestsByTarget } from './name-targets.ts'
import { readProviderOptions } from './read-provider-options.ts'
import type { FunctionSources } from './sources.ts'

/** What deploying would take, for the user to agree to and for the deploy itself. */
export interface PlannedTargets {
  readonly local: readonly DeployOrder[]
  readonly clouds: readonly DeployOrder[]
  readonly ownLambdas: readonly DeployOrder[]
  readonly urls: readonly Target[]
  /** What is measured of the user's own, by its name in tables. */
  readonly functions: ReadonlyMap<string, FunctionFacts>
  /** What functions and targets are asked with, by the same names. */
  readonly requests: ReadonlyMap<string, FunctionRequest>
}

/** One deployment at one point of the matrix. */
export interface DeployOrder {
  readonly connection: Connection
  readonly point: MatrixPoint
  readonly plan: DeployPlan
  /** What the user calls its targets, in place of the provider's own name. */
  readonly name?: string
  /** It has one target, and that has exactly this name. */
  readonly isNamed?: true
}

/**
 * Plans everything that has to be deployed or adopted. Makes nothing.
 * @param among what it will be compared with, where that is more than `sources`
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take, and those of the providers' `plan`
 */
export async function planTargets(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  connections: Connections,
  among: Pick<FunctionSources, 'clouds'> = sources,
): Promise<PlannedTargets> {
  const functions = await describeFunctions([...sources.local, ...sources.clouds], connections.context.cwd)
  const { wallMs } = connections.context.clock
  const ordersOf = async (
    id: string,
    settings: Readonly<Record<string, unknown>>,
    spec: SpecParts,
    asked = config,
  ) => planOrders(await connections.to(id), asked, runId, settings, spec, wallMs())
  const equal = await equalMemory(among, config)
  const localSettings = {
    ...idleTtlOf(config),
    ...config.options.local,
    maxEnvironments: environmentsFor(config),
  }
  const clouds = sources.clouds.map((order, index) =>
    ordersOf(order.contract, config.options[order.contract] ?? {}, {
      workload: order.source,
      name: order.name,
      equalMemoryMb: equal.get(order.contract),
      copy: sources.clouds.slice(0, index).filter(({ contract }) => contract === order.contract).length,
    }),
  )
  const ownLambdas = sources.ownLambdas.map(async ({ name, reference }) => {
    const settings = { ...config.options.lambda, functionName: reference }
    const [order] = await ordersOf('lambda', settings, { workload: SAMPLE }, withoutMatrix(config))
    return order ? [{ ...order, isNamed: true as const, name }] : []
  })
  return {
    local: sources.local.length > 0 ? await ordersOf('local', localSettings, localParts(sources.local)) : [],
    clouds: (await Promise.all(clouds)).flat(),
    ownLambdas: (await Promise.all(ownLambdas)).flat(),
    urls: sources.urls,
    functions,
    requests: requestsOf(sources),
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

const SAMPLE: WorkloadSource = { folder: sampleFolder }

/** What a deployment is made of, beyond the settings that all of a run share. */
interface SpecParts {
  readonly workload: WorkloadSource
  readonly functions?: readonly NamedFunction[]
  /** What the user calls its targets. */
  readonly name?: string
  /** The size of the platforms that it is compared with, MB. */
  readonly equalMemoryMb?: number | undefined
  /** How many deployments of this run the platform has before it. */
  readonly copy?: number
}

/** One engine serves them all, so that they are measured beside each other in one process's shadow. */
function localParts(orders: readonly FunctionOrder[]): SpecParts {
  const functions = orders.map(({ name, contract, source }) => {
    if (!isContract(contract)) throw new Error(`The local engine has no contract ${contract}.`)
    return { name, contract, source }
  })
  return { workload: orders[0]?.source ?? SAMPLE, functions }
}

/** By the name of a function or a target. */
function requestsOf({ local, clouds, requests }: FunctionSources): ReadonlyMap<string, FunctionRequest> {
  const own = [...local, ...clouds].flatMap(({ name, source: { request, variables } }) => {
    if (variables === undefined) return request ? [[name, request] as const] : []
    return [[name, { ...request, secrets: Object.values(variables) }] as const]
  })
  return new Map([...own, ...requests])
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
  { name, copy = 0, equalMemoryMb, ...parts }: SpecParts,
  wallMs: number,
): Promise<DeployOrder[]> {
  const options = readProviderOptions(provider, settings)
  const orders: DeployOrder[] = []
  const points = expandMatrix(config)
  for (const [at, point] of points.entries()) {
    const { parameters, ...variant } = point
    const index = copy * points.length + at
    const id = index === 0 ? runId : `${runId}-${index}`
    const equal = equalMemoryMb === undefined ? {} : { equalMemoryMb }
    const spec = { runId: id, ...parts, ...equal, replicas: config.replicas, options, ...variant }
    const notes = [
      ...(equalMemoryMb === undefined ? [] : [equalMemoryNote(equalMemoryMb)]),
      ...outdatedSentences(provider.limits, wallMs),
    ]
    const plan = withNotes(await connection.plan(spec), notes)
    orders.push({ connection, point, plan, ...(name && { name }) })
  }
  return orders
}

/** @param notes of the run, beside those that the provider has for the user */
function withNotes(plan: DeployPlan, notes: readonly string[]): DeployPlan {
  if (notes.length === 0) return plan
  return { ...plan, preview: { ...plan.preview, notes: [...(plan.preview.notes ?? []), ...notes] } }
}

/**
 * Deploys what was planned, one order after the other; targets get the names and parameters of their point. What
 * was made is told as soon as it is there, so that a failure later on leaves nothing behind.
 * @throws ColdstartError those of the providers' deploy
 */
export async function prepareTargets(
  { local, clouds, ownLambdas, urls, functions, requests }: PlannedTargets,
  connections: Connections,
  onDeployed: (deployment: Deployment) => void,
): Promise<PreparedTargets> {
  const deployments: Deployment[] = []
  for (const order of [...local, ...clouds, ...ownLambdas]) {
    const made = await order.connection.deploy(order.plan)
    const deployment = { ...made, targets: nameTargets(made.targets, order, functions) }
    onDeployed(deployment)
    deployments.push(deployment)
  }
  const targets = [...deployments.flatMap((deployment) => deployment.targets), ...urls]
  const providers = await connections.toAll(targets.map(({ provider }) => provider))
  return { targets, deployments, providers, requests: requestsByTarget(targets, requests) }
}
