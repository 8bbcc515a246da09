import { join } from 'node:path'
import { prepareBudgets } from '../../bench/budgets.ts'
import { readResolvedConfig } from '../../config/resolve-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { ExitCode } from '../../core/exit-codes.ts'
import type { RunFile, RunHeader } from '../../core/run-file.ts'
import type { Connections } from '../../providers/connections.ts'
import { startProberFor } from '../../run/record-run.ts'
import { type ResumeRunOptions, resumeRun, type TargetsAgain } from '../../run/resume-run.ts'
import { RESULTS_FOLDER } from '../../store/find-result.ts'
import { findRunToResume } from '../../store/find-run.ts'
import { concludeKeepAlive } from '../conclude-keep-alive.ts'
import { agreeToDeploy } from '../deployment/agree-to-deploy.ts'
import type { Io } from '../io.ts'
import { startProgress } from '../progress/progress.ts'
import { readVersion } from '../version.ts'
import type { BenchRequest } from './bench-request.ts'
import { conclude } from './conclude.ts'
import { type FunctionSources, sortSources } from './function-sources.ts'
import { planDeploys, prepareTargets } from './prepare-targets.ts'
import { TAKEN_DOWN, takeDown } from './take-down.ts'

export type ResumeRequest = Pick<BenchRequest, 'presentation' | 'progress' | 'yes'>

/** Goes on with a run: its targets are had again, then the rest of its plan is measured. */
export async function resumeBench(
  name: string,
  request: ResumeRequest,
  connections: Connections,
  io: Io,
): Promise<ExitCode> {
  const path = await findRunToResume(name, join(io.cwd, RESULTS_FOLDER), io.cwd)
  const made: Deployment[] = []
  const before = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  const progress = startProgress(io.stderr, io.clock, request.progress)
  let run: RunFile
  let keep = false
  try {
    run = await resumeRun({
      path,
      context: connections.context,
      toolVersion: await readVersion(),
      onEvent: progress.onEvent,
      startProber: startProberFor,
      prepare: async (header) => {
        keep = readResolvedConfig(header.config, header.run).keep
        return haveAgain(header, request, made, connections, io)
      },
    })
  } finally {
    progress.end()
    await takeDown(made, { keep, before }, connections, io)
  }
  const config = readResolvedConfig(run.header.config, run.header.run)
  if (config.keepalive) return concludeKeepAlive(run, request.presentation.format, io)
  return conclude(run, { ...request, budgets: await prepareBudgets(config, io.cwd) }, io)
}

/** Remote deployments that are still in the ledger are used again; everything else is deployed anew. */
const haveAgain = async (
  header: RunHeader,
  request: ResumeRequest,
  made: Deployment[],
  connections: Connections,
  io: Io,
): ReturnType<ResumeRunOptions['prepare']> => {
  const config = readResolvedConfig(header.config, header.run)
  const remote = (header.deployments ?? []).filter(({ provider }) => provider !== 'local')
  const open = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  const stillThere = remote.length > 0 && remote.every(({ id }) => open.has(id))
  const cloud = header.targets.some(({ platform }) => platform === 'cloud')
  const sources = sortSources(config, cloud ? 'cloud' : 'local')
  const wanted: FunctionSources = stillThere ? { ...sources, clouds: [], ownLambdas: [] } : sources
  const plan = await planDeploys(wanted, config, header.run, connections)
  if (
    !(await agreeToDeploy(
      { plans: plan.clouds.map((order) => order.plan), yes: request.yes, remark: TAKEN_DOWN },
      io,
    ))
  )
    throw new ColdstartError('plan-changed', {
      run: header.run,
      reason: 'its functions were not deployed again',
    })
  const prepared = await prepareTargets(plan, connections, (deployment) => made.push(deployment))
  return stillThere
    ? withKept(prepared, remote, connections)
    : { ...prepared, ...remarkOf(prepared.deployments) }
}

async function withKept(
  prepared: TargetsAgain,
  kept: readonly Deployment[],
  connections: Connections,
): Promise<TargetsAgain> {
  const targets = [...prepared.targets, ...kept.flatMap((deployment) => deployment.targets)]
  return {
    targets,
    deployments: [...prepared.deployments, ...kept],
    providers: await connections.toAll(targets.map(({ provider }) => provider)),
    ...remarkOf(prepared.deployments),
  }
}

function remarkOf(deployments: readonly Deployment[]): { remark?: string } {
  const names = [
    ...new Set(deployments.map(({ provider }) => (provider === 'local' ? 'the local engine' : provider))),
  ]
  return names.length === 0 ? {} : { remark: `Deployed anew: ${names.join(', ')}.` }
}
