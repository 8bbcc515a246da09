import { join } from 'node:path'
import { checkBudgetTargets } from '../../bench/budgets.ts'
import type { Deployment } from '../../core/deployment.ts'
import { newRunId } from '../../core/ids.ts'
import type { RunFile } from '../../core/run-file.ts'
import { limitsOf } from '../../plan/cold-ways.ts'
import { planRun } from '../../plan/plan-run.ts'
import type { Connections } from '../../providers/connections.ts'
import type { ProviderContext } from '../../providers/provider.ts'
import { describeEnvironment } from '../../run/describe-environment.ts'
import { recordRun } from '../../run/record-run.ts'
import { RESULTS_FOLDER } from '../../store/find-result.ts'
import { agreeToDeploy } from '../deployment/agree-to-deploy.ts'
import type { Io } from '../io.ts'
import { startProgress } from '../progress/progress.ts'
import { readVersion } from '../version.ts'
import type { BenchRequest } from './bench-request.ts'
import { choosePlatform } from './choose-platform.ts'
import { sortSources } from './function-sources.ts'
import { type PreparedTargets, planDeploys, prepareTargets } from './prepare-targets.ts'
import { TAKEN_DOWN, takeDown } from './take-down.ts'

/** A run that was measured; undefined when the user did not agree to what it needs. */
export type Measured = { readonly run: RunFile; readonly leftBehind: number } | undefined

/** Deploys what has to be deployed, measures, takes down. */
export async function measure(request: BenchRequest, connections: Connections, io: Io): Promise<Measured> {
  const runId = newRunId(io.clock.wallMs())
  const plan = await planAgreed(request, runId, connections, io)
  if (!plan) return undefined
  const made: Deployment[] = []
  const before = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  let run: RunFile | undefined
  let leftBehind = 0
  try {
    const prepared = await prepareTargets(plan, connections, (deployment) => made.push(deployment))
    checkBudgetTargets(request.budgets, prepared.targets)
    run = await record(request, prepared, runId, connections.context, io)
  } finally {
    leftBehind = await takeDown(made, { keep: request.config.keep, before }, connections, io)
  }
  return { run, leftBehind }
}

/** The deploys of the platform that was chosen; of the local engine when the user declines the clouds. */
async function planAgreed(request: BenchRequest, runId: string, connections: Connections, io: Io) {
  const { config } = request
  const where = await choosePlatform(request, connections, io)
  const plan = await planDeploys(
    sortSources(config, where === 'local' ? 'local' : 'cloud'),
    config,
    runId,
    connections,
  )
  if (
    await agreeToDeploy(
      { plans: plan.clouds.map((order) => order.plan), yes: request.yes, remark: TAKEN_DOWN },
      io,
    )
  )
    return plan
  if (where !== 'ask') return undefined
  io.stderr.write('On the local engine instead.\n')
  return planDeploys(sortSources(config, 'local'), config, runId, connections)
}

async function record(
  request: BenchRequest,
  prepared: PreparedTargets,
  runId: string,
  context: ProviderContext,
  io: Io,
) {
  const { config } = request
  const limits = limitsOf(prepared.providers)
  const seed = config.seed ?? Math.floor(io.clock.wallMs() % 2 ** 31)
  const progress = startProgress(io.stderr, io.clock, request.progress)
  try {
    return await recordRun({
      ...prepared,
      runId,
      config,
      context,
      ...planRun({ ...config, seed }, prepared.targets, limits),
      toolVersion: await readVersion(),
      environment: await describeEnvironment({
        ...io,
        location: config.location,
        runtimes: runtimesOf(prepared),
        providerApis: apisOf(prepared),
      }),
      folder: join(io.cwd, RESULTS_FOLDER),
      onEvent: progress.onEvent,
    })
  } finally {
    progress.end()
  }
}

/** What ran each local function: `lambda: aws-lambda-ric 4.0.2`. */
function runtimesOf({ targets }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    targets.flatMap(({ id, details }) =>
      details?.runtimeClient ? [[id, String(details.runtimeClient)]] : [],
    ),
  )
}

function apisOf({ providers }: PreparedTargets): Record<string, string> {
  return Object.fromEntries(
    [...providers].flatMap(([id, { provider }]) =>
      provider.apiVersion === undefined ? [] : [[id, provider.apiVersion]],
    ),
  )
}
