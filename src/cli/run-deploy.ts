import { describeFunctions } from '../bench/describe-functions.ts'
import { draftOrders, type OrderDraft, prepareDrafts } from '../bench/draft-orders.ts'
import { type FunctionOrder, orderFunctions } from '../bench/function-orders.ts'
import { nameTargets } from '../bench/name-targets.ts'
import { refuseWithoutEffect } from '../bench/refuse-without-effect.ts'
import { restoreLeftBehind } from '../bench/session.ts'
import { planDrafts } from '../bench/targets.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import { newRunId } from '../core/ids.ts'
import type { Connections } from '../providers/connections.ts'
import { agreeToDeploy } from './agreement.ts'
import type { Io } from './io.ts'

/** What `deploy` was asked for. */
export interface DeployRequest {
  /** Read from the same words as those of `bench`. */
  readonly config: BenchConfig
  readonly schedule?: string
  readonly format: string
  readonly yes: boolean
}

/**
 * Shows what will be made where and at what cost, asks, deploys, and says how to go on.
 * @returns false when the user said no
 * @throws ColdstartError `bad-arguments` where no cloud is named, `without-effect`, and those of functions and providers
 */
export async function runDeploy(request: DeployRequest, connections: Connections, io: Io): Promise<boolean> {
  const { config, yes, format } = request
  await restoreLeftBehind(connections)
  const orders = await ordersOf(config, io)
  refuseWithoutEffect(config, { local: [], clouds: orders, ownLambdas: [], urls: [], requests: new Map() })
  const functions = await describeFunctions(orders, io.cwd)
  const drafts = await draftsOf(orders, request, connections, io)
  const planned = await planDrafts(await prepareDrafts(drafts))
  if (!(await agreeToDeploy({ plans: planned.map(({ plan }) => plan), yes, forRun: false }, io))) return false
  const made: Deployment[] = []
  for (const [index, order] of planned.entries()) {
    io.stderr.write(`deploying to ${drafts[index]?.provider.title ?? order.plan.preview.provider} …\n`)
    const deployment = await order.connection.deploy(order.plan)
    made.push({ ...deployment, targets: nameTargets(deployment.targets, order, functions) })
  }
  present(made, format, io)
  return true
}

/** Each function at each cloud that is named, or that it names itself. */
async function ordersOf(config: BenchConfig, io: Io): Promise<FunctionOrder[]> {
  const { providers, functions } = config
  const isNamed = functions.length > 0 && functions.every(({ provider = [] }) => provider.length > 0)
  if (providers.length === 0 && !isNamed)
    throw new ColdstartError('bad-arguments', {
      reason: 'deploy does not say where to: no provider is named.',
      command: 'deploy',
      suggestion: 'coldstart deploy lambda',
    })
  return orderFunctions(config, providers, io)
}

async function draftsOf(
  orders: readonly FunctionOrder[],
  { config, schedule }: DeployRequest,
  connections: Connections,
  io: Io,
): Promise<OrderDraft[]> {
  const parts = orders.map(({ name, contract, source }, index) => ({
    id: contract,
    settings: config.options[contract] ?? {},
    workload: source,
    name,
    copy: orders.slice(0, index).filter((one) => one.contract === contract).length,
  }))
  const drafts = await draftOrders(parts, config, newRunId(io.clock.wallMs()), connections)
  return drafts.map((draft) => (schedule ? { ...draft, spec: { ...draft.spec, schedule } } : draft))
}

function present(made: readonly Deployment[], format: string, io: Io): void {
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
    return
  }
  for (const { id, targets } of made) {
    io.stdout.write(`${id}\n`)
    for (const target of targets) io.stdout.write(`  ${target.id}  ${addressOf(target)}\n`)
  }
  const first = made[0]?.targets[0]
  if (first) io.stderr.write(`Next:\n  coldstart bench --target ${addressOf(first)}\n  coldstart destroy\n`)
}

/** What `bench --target` takes: Lambda's Invoke wants the function's name, every other has a URL. */
function addressOf({ url, facts }: Deployment['targets'][number]): string {
  return facts?.address ?? url
}
