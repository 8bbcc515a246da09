import type { BenchConfig } from '../config/bench-config.ts'
import { readResolvedConfig, resolveConfig } from '../config/resolve-config.ts'
import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import type { RunHeader } from '../core/run-file.ts'
import { readVersion } from '../core/version.ts'
import type { Connections } from '../providers/connections.ts'
import { describeEnvironment } from '../run/describe-environment.ts'
import { measureOn, type TargetsAgain } from '../run/resume-run.ts'
import type { MeasuredRun } from '../run/session.ts'
import { findRunToResume } from '../store/find-recorded.ts'
import { lastReplies } from '../store/last-replies.ts'
import { runLines } from '../store/read-run-file.ts'
import { withAgainst } from './against.ts'
import { agreeTo } from './agree-to.ts'
import type { BenchRequest } from './bench.ts'
import { type BenchOutcome, conclude, type Measured, type OnBenchEvent } from './bench-outcome.ts'
import { areDecided, type BenchBudgets, prepareBudgets } from './budgets.ts'
import { resumeByWorkers } from './by-workers.ts'
import { requestsByTarget } from './name-targets.ts'
import { wordReaders } from './read-request.ts'
import { commitOf, refuseChangedFunctions } from './same-functions.ts'
import { openTargets } from './seal-targets.ts'
import { openSeal, SEALED } from './sealed-words.ts'
import { type BenchContext, restoreLeftBehind, withConnections, withWayOut } from './session.ts'
import { type FunctionSources, sortSources } from './sources.ts'
import { takeDown } from './take-down.ts'
import { stillThere, takeUp } from './take-up.ts'
import { planTargets, prepareTargets } from './targets.ts'
import { withTrigger } from './trigger.ts'
import { type AgainWords, unsealConfig } from './unseal-words.ts'

/** What a run goes on in. */
export interface ResumeContext extends BenchContext {
  /** Where this client is, in the words that the run was started with. @default as when it was started */
  readonly location?: string
  /** Deploys anew also where the plan takes more than the smallest plan of a platform allows. @default as when it was started */
  readonly overQuota?: boolean
  /** Ends a run of workers: what they have not begun is taken out of Redis and is void. @default false */
  readonly cancel?: boolean
}

/**
 * Finishes a run that was interrupted or killed: the same plan, seed and order; nothing is measured twice. Remote
 * deployments that are still in the ledger are used again, everything else is deployed anew.
 *
 * @example
 * const { result } = await resume(undefined, {
 *   cwd: process.cwd(), env: process.env, nodeVersion: process.version,
 * })
 *
 * @param name its id, the beginning of it, a path, or `latest`; undefined: the newest that is unfinished
 * @param targets the addresses again, `name=url`, of targets whose query values or passwords were typed: a run file
 *   holds only their hashes
 * @throws ColdstartError `run-not-found`, `run-finished`, `nothing-to-resume`,
 *   `resumed-elsewhere`, `plan-changed`, `declined`, `nothing-to-cancel`, and those of `bench`
 */
export async function resume(
  name: string | undefined,
  context: ResumeContext & ResumeWords,
  onEvent: OnBenchEvent = () => {},
  targets: readonly string[] = [],
): Promise<BenchOutcome> {
  const { cwd } = context
  const path = await findRunToResume(name, cwd)
  const addresses = new Map<string, string>()
  const open = (header: RunHeader) => openTargets(header.run, configOf(header), targets, context, addresses)
  const recorded = await firstHeader(path)
  const settings = recorded && configOf(recorded)
  if (settings?.workers !== undefined) return resumeByWorkers(path, settings, context, onEvent)
  if (context.cancel) throw new ColdstartError('nothing-to-cancel', { run: recorded?.run ?? path })
  const triggered = settings ? { ...context, ...(await withTrigger(settings, context)) } : context
  return withConnections(
    settings ? withWayOut(context, settings) : context,
    async (connections) => {
      await restoreLeftBehind(connections)
      const measured = await goOn(path, { context: triggered, connections, open }, onEvent)
      const config = configOf(measured.run.header)
      const budgets = await prepareBudgets(config, cwd, measured.run.header.startedAt)
      return conclude(measured, config, budgets, context, path)
    },
    addresses,
  )
}

/** As far as the file has one; what is wrong with it is said by whoever reads the whole. */
async function firstHeader(path: string): Promise<RunHeader | undefined> {
  for await (const line of runLines(path)) return 'type' in line && line.type === 'header' ? line : undefined
  return undefined
}

interface At {
  readonly context: ResumeContext & ResumeWords
  readonly connections: Connections
  /** Has the addresses of the run's targets at hand. */
  readonly open: (header: RunHeader) => Promise<void>
}

/** What a run was given that its file does not hold, given again. */
export interface ResumeWords {
  /** As `bench` takes them: `env`, `headers`, `body`, `event`, `path`. */
  readonly words?: Pick<BenchRequest, 'env' | 'headers' | 'body' | 'event' | 'path'>
  /** Reads what a configuration file says today; asked where the run file keeps seals, after `words`. */
  readonly written?: () => Promise<AgainWords['written']>
}

async function unsealed(
  config: BenchConfig,
  { words = {}, written, ...context }: BenchContext & ResumeWords,
): Promise<BenchConfig> {
  const given = resolveConfig({ file: { path: 'resume()', values: words } }).config
  const isSealed = JSON.stringify(config).includes(SEALED)
  const seal = isSealed ? await openSeal(context.cwd) : (value: string) => value
  const again = { given, ...(isSealed && written && { written: (await written()) ?? {} }) }
  return unsealConfig(config, again, seal, wordReaders(context))
}

async function goOn(
  path: string,
  { context, connections, open }: At,
  onEvent: OnBenchEvent,
): Promise<Measured> {
  const made: Deployment[] = []
  const before = new Set((await connections.context.ledger.open()).map(({ id }) => id))
  let run: MeasuredRun
  let keep = false
  let budgets: BenchBudgets | undefined
  let leftBehind: readonly Deployment[] = []
  try {
    const { clock, signal } = connections.context
    const stopped = {
      path,
      toolVersion: await readVersion(),
      environment: (location: string | undefined) =>
        describeEnvironment({ ...context, location: context.location ?? location }),
      prepare: async (header: RunHeader) => {
        keep = configOf(header).keep
        budgets = await prepareBudgets(configOf(header), context.cwd, header.startedAt)
        await open(header)
        const again = await prepareAgain(header, context, connections, (deployment) => made.push(deployment))
        // What the run made before it stopped is its own to take down.
        for (const { id } of again.deployments) before.delete(id)
        return again
      },
    }
    run = await measureOn(stopped, {
      clock,
      signal,
      onEvent,
      isDecided: (soFar, confidence) => budgets !== undefined && areDecided(soFar, budgets, confidence),
      ...(context.startProber && { startProber: context.startProber }),
    })
  } finally {
    leftBehind = await takeDown(made, { keep, before }, connections, onEvent)
  }
  return { run, leftBehind }
}

function configOf({ config, run }: RunHeader): BenchConfig {
  return readResolvedConfig(config, run)
}

/** The targets of a run, ready to be invoked once more. */
async function prepareAgain(
  header: RunHeader,
  context: ResumeContext & ResumeWords,
  connections: Connections,
  onDeployed: (deployment: Deployment) => void,
): Promise<TargetsAgain> {
  const config = await unsealed(configOf(header), context)
  const kept = await stillThere(header, connections)
  const cloud = header.targets.some(({ platform }) => platform === 'cloud')
  const twofold = await withAgainst(config, context, { commit: commitOf(header) })
  const sources = await sortSources(twofold, cloud ? 'cloud' : 'local', context)
  const wanted: FunctionSources = kept.length > 0 ? { ...sources, clouds: [], ownLambdas: [] } : sources
  await takeUp(kept, { sources, config, run: header.run }, connections)
  const planned = await planTargets(wanted, config, header.run, connections)
  refuseChangedFunctions(header, planned.functions)
  const judged = { ...config, ...(context.overQuota && { overQuota: true }) }
  const there = kept.flatMap(({ targets }) => targets)
  await agreeTo(planned, judged, connections, context, there)
  const prepared = await prepareTargets(planned, connections, onDeployed)
  const targets = [...prepared.targets, ...kept.flatMap((deployment) => deployment.targets)]
  return {
    targets,
    deployments: [...prepared.deployments, ...kept],
    providers: await connections.toAll(targets.map(({ provider }) => provider)),
    requests: requestsByTarget(targets, planned.requests),
    ...remarkOf(prepared.deployments),
    ...(config.idleSinceRecorded && { lastReplies: await lastReplies(context.cwd, targets, header.run) }),
  }
}

function remarkOf(deployments: readonly Deployment[]): { remark?: string } {
  const names = [
    ...new Set(deployments.map(({ provider }) => (provider === 'local' ? 'the local engine' : provider))),
  ]
  return names.length === 0 ? {} : { remark: `Deployed again: ${names.join(', ')}.` }
}
