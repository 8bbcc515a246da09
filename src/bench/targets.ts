import type { BenchConfig } from '../config/bench-config.ts'
import { allOrProblems } from '../core/all-or-problems.ts'
import type { Deployment } from '../core/deployment.ts'
import type { FunctionFacts, Target } from '../core/target.ts'
import { withoutMatrix } from '../plan/expand-matrix.ts'
import type { Connections } from '../providers/connections.ts'
import type { DeployPlan } from '../providers/provider.ts'
import type { PreparedTargets } from '../run/target-book.ts'
import { sampleFolder } from '../workload/sample.ts'
import type { FunctionRequest } from '../workload/workload-description.ts'
import type { WorkloadSource } from '../workload/workload-source.ts'
import { describeFunctions } from './describe-functions.ts'
import {
  type DraftParts,
  draftOrders,
  namedFacts,
  type OrderDraft,
  type PreparedDraft,
  prepareDrafts,
} from './draft-orders.ts'
import { environmentsOf } from './environments-for.ts'
import { equalMemory } from './equal-memory.ts'
import { type FunctionOrder, isContract } from './function-orders.ts'
import { nameTargets, requestsByTarget } from './name-targets.ts'
import { type FunctionSources, SERVICE } from './sources.ts'

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
export interface DeployOrder extends Pick<OrderDraft, 'connection' | 'point' | 'name' | 'isNamed'> {
  readonly plan: DeployPlan
}

/** Every deployment of a run, with its package made and checked. */
export interface DraftedTargets {
  readonly local: readonly PreparedDraft[]
  readonly clouds: readonly PreparedDraft[]
  readonly ownLambdas: readonly PreparedDraft[]
}

/**
 * Drafts everything that has to be deployed or adopted, with its package. Nothing remote is called.
 * @throws ColdstartError `bad-arguments` for a setting its provider does not take, and those of the providers' `prepare`
 */
export async function draftTargets(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  connections: Connections,
): Promise<DraftedTargets> {
  const equal = await equalMemory(sources, config)
  const draft = (parts: readonly DraftParts[]) => draftOrders(parts, config, runId, connections)
  const drafts = {
    local: [
      ...(await draft(sources.local.length > 0 ? [localParts(sources.local, config)] : [])),
      ...(await draftOrders(serviceParts(sources), withoutMatrix(config), runId, connections)),
    ],
    clouds: await draft(cloudParts(sources, config, equal)),
    ownLambdas: await draftOrders(lambdaParts(sources, config), withoutMatrix(config), runId, connections),
  }
  const [local, clouds, ownLambdas] = await allOrProblems([
    prepareDrafts(drafts.local),
    prepareDrafts(drafts.clouds),
    prepareDrafts(drafts.ownLambdas),
  ])
  return { local, clouds, ownLambdas }
}

/** Plans what was drafted. Makes nothing. @throws ColdstartError those of the providers' `plan` */
export function planDrafts(drafts: readonly PreparedDraft[]): Promise<DeployOrder[]> {
  return allOrProblems(drafts.map(planDraft))
}

async function planDraft({ draft }: PreparedDraft): Promise<DeployOrder> {
  const { connection, point, name, isNamed, notes, spec } = draft
  const plan = await connection.plan(spec)
  const { preview } = plan
  const noted = {
    ...preview,
    ...(notes.length > 0 && { notes: [...(preview.notes ?? []), ...notes] }),
    ...(preview.package && { package: namedFacts(preview.package, draft) }),
  }
  return {
    connection,
    point,
    plan: { ...plan, preview: noted },
    ...(name !== undefined && { name }),
    ...(isNamed && { isNamed }),
  }
}

/**
 * Plans everything that has to be deployed or adopted: every package is made and checked, then the platforms are asked.
 * Makes nothing.
 * @throws ColdstartError those of `draftTargets` and of the providers' `plan`
 */
export async function planTargets(
  sources: FunctionSources,
  config: BenchConfig,
  runId: string,
  connections: Connections,
): Promise<PlannedTargets> {
  const functions = await describeFunctions([...sources.local, ...sources.clouds], connections.context.cwd)
  const drafted = await draftTargets(sources, config, runId, connections)
  const [local, clouds, ownLambdas] = await allOrProblems([
    planDrafts(drafted.local),
    planDrafts(drafted.clouds),
    planDrafts(drafted.ownLambdas),
  ])
  return { local, clouds, ownLambdas, urls: sources.urls, functions, requests: requestsOf(sources) }
}

const SAMPLE: WorkloadSource = { folder: sampleFolder }

/** One engine serves them all, so that they are measured beside each other in one process's shadow. */
function localParts(orders: readonly FunctionOrder[], config: BenchConfig): DraftParts {
  const functions = orders.map(({ name, contract, source }) => {
    if (!isContract(contract)) throw new Error(`The local engine has no contract ${contract}.`)
    return { name, contract, source }
  })
  const { idleTtl: idleTtlMs, cpu, coldDisk, workerCold, options } = config
  const wanted = Object.entries({ idleTtlMs, cpu, coldDisk, workerCold })
  const given = Object.fromEntries(wanted.filter(([, value]) => value !== undefined))
  const settings = { ...given, ...options.local, ...environmentsOf(config) }
  return { id: 'local', settings, workload: orders[0]?.source ?? SAMPLE, functions }
}

/** One, whatever sizes and regions functions are measured at: it has none. */
const serviceParts = ({ service }: FunctionSources) =>
  service ? [{ id: SERVICE, settings: {}, workload: SAMPLE }] : []

/** @param equal the size that clouds are compared at, MB, for those whose own default would be smaller */
function cloudParts(
  { clouds }: FunctionSources,
  { options }: BenchConfig,
  equal: ReadonlyMap<string, number>,
): DraftParts[] {
  return clouds.map(({ name, contract, source }, index) => ({
    id: contract,
    settings: options[contract] ?? {},
    workload: source,
    name,
    ...equalOf(equal.get(contract)),
    copy: clouds.slice(0, index).filter((one) => one.contract === contract).length,
  }))
}

const equalOf = (equalMemoryMb: number | undefined) => (equalMemoryMb === undefined ? {} : { equalMemoryMb })

function lambdaParts({ ownLambdas }: FunctionSources, { options }: BenchConfig): DraftParts[] {
  return ownLambdas.map(({ name, reference }) => ({
    id: 'lambda',
    settings: { ...options.lambda, functionName: reference },
    workload: SAMPLE,
    name,
    isNamed: true as const,
  }))
}

/** By the name of a function or a target. */
function requestsOf({ local, clouds, requests }: FunctionSources): ReadonlyMap<string, FunctionRequest> {
  const own = [...local, ...clouds].flatMap(({ name, source: { request, variables } }) => {
    if (variables === undefined) return request ? [[name, request] as const] : []
    const secrets = [...(request?.secrets ?? []), ...Object.values(variables)]
    return [[name, { ...request, secrets }] as const]
  })
  return new Map([...own, ...requests])
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
