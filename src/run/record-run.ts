import { join } from 'node:path'
import { allWays } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { isoNow } from '../core/clock.ts'
import type { Deployment } from '../core/deployment.ts'
import type { OnRunEvent } from '../core/run-event.ts'
import type { Environment, RunFile, RunHeader } from '../core/run-file.ts'
import { RUN_FILE_VERSION } from '../core/schema-versions.ts'
import type { Target } from '../core/target.ts'
import { checkTargets } from '../plan/make-plan.ts'
import { type Lane, type Plan, targetsByWay } from '../plan/plan.ts'
import type { Prober } from '../probe/prober.ts'
import { startProber } from '../probe/start-prober.ts'
import type { OpenProvider } from '../providers/connections.ts'
import type { ProviderContext } from '../providers/provider.ts'
import { createJournal } from '../store/journal.ts'
import { executePlan } from './execute-plan.ts'

export interface RecordRunOptions {
  readonly runId: string
  readonly toolVersion: string
  readonly config: BenchConfig
  readonly plan: Plan
  /** Rounds that are made while the run goes on, in place of the plan's own. */
  readonly lanes?: readonly Lane[]
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  readonly providers: ReadonlyMap<string, OpenProvider>
  readonly context: ProviderContext
  readonly environment: Environment
  /** Folder of the run file. */
  readonly folder: string
  readonly onEvent: OnRunEvent
}

/**
 * Executes a plan with a prober of its own and a new run file `<folder>/<runId>.jsonl`.
 * @returns the run; without a footer when the context's signal ended it
 * @throws ColdstartError `file-exists`, `cannot-write`, `journal-failed`, `cannot-evict`
 */
export async function recordRun(options: RecordRunOptions): Promise<RunFile> {
  const { context, plan, targets } = options
  checkTargets(plan.rounds, targets, options.config, (target) => canEvict(target, options))
  const header: RunHeader = {
    type: 'header',
    schemaVersion: RUN_FILE_VERSION,
    tool: { name: 'coldstart', version: options.toolVersion },
    run: options.runId,
    startedAt: isoNow(context.clock),
    seed: plan.seed,
    config: { ...options.config, seed: plan.seed },
    environment: options.environment,
    targets: [...targets],
    ...(options.deployments.length > 0 ? { deployments: [...options.deployments] } : {}),
    ...waysOf(options),
  }
  const journal = await createJournal(join(options.folder, `${options.runId}.jsonl`), header)
  const prober = await startProberFor(targets).catch(async (error: unknown) => {
    await journal.close()
    throw error
  })
  try {
    const { providers, onEvent, lanes } = options
    const { clock, signal } = context
    const rounds = lanes ? { lanes } : {}
    return await executePlan({
      plan,
      ...rounds,
      header,
      providers,
      prober,
      clock,
      journal,
      onEvent,
      signal,
    })
  } finally {
    await prober.close()
  }
}

/** Says before the first invocation, and not hours later, that a target cannot be forced cold. */
function canEvict(
  { provider, deployment }: Target,
  { deployments, providers }: Pick<RecordRunOptions, 'deployments' | 'providers'>,
): boolean {
  return (
    providers.get(provider)?.connection.evict !== undefined && deployments.some(({ id }) => id === deployment)
  )
}

/** What readers must know of the ways that a run has; a search has its way from the start. */
function waysOf({ plan, lanes }: RecordRunOptions): Pick<RunHeader, 'ways'> {
  const planned = targetsByWay(plan.rounds)
  const ways = allWays.filter(({ name, facts }) => planned.has(name) || (lanes && facts.isLook))
  return ways.length > 0 ? { ways: ways.map(({ facts }) => facts) } : {}
}

/** A prober in a thread of its own, warmed up for the schemes of these targets. */
export function startProberFor(targets: readonly Target[]): Promise<Prober> {
  return startProber({ warmUp: schemesOf(targets) })
}

function schemesOf(targets: readonly Target[]): ('http' | 'https')[] {
  return [...new Set(targets.map(({ url }) => (url.startsWith('https:') ? 'https' : 'http')))]
}
