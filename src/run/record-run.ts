import { join } from 'node:path'
import { allWays } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { isoNow } from '../core/clock.ts'
import type { Environment, RunFile, RunHeader } from '../core/run-file.ts'
import { RUN_FILE_VERSION } from '../core/schema-versions.ts'
import type { Target } from '../core/target.ts'
import type { PlannedRun } from '../plan/make-plan.ts'
import { checkTargets } from '../plan/make-plan.ts'
import { targetsByWay } from '../plan/plan.ts'
import type { Prober } from '../probe/prober.ts'
import { startProber } from '../probe/start-prober.ts'
import { createJournal } from '../store/journal.ts'
import { readRunFile } from '../store/read-run-file.ts'
import { askUrls } from './ask-urls.ts'
import { executePlan } from './execute-plan.ts'
import type { MeasuredRun, RunContext, RunJob } from './session.ts'
import { openTargetBook, type PreparedTargets } from './target-book.ts'

/** A run that begins: what is planned, and what its file says of it. */
export interface NewRun extends PlannedRun {
  readonly runId: string
  readonly toolVersion: string
  readonly config: BenchConfig
  readonly environment: Environment
  /** Folder of the run file. */
  readonly folder: string
  /** As in `RunJob`. */
  readonly lastReplies?: RunJob['lastReplies']
}

/**
 * Executes a plan with a prober of its own and a new run file `<folder>/<runId>.jsonl`.
 * @param starting a prober for these targets that was started before; closed here
 * @returns the run, read from its file; without a footer when the context's signal ended it
 * @throws ColdstartError `file-exists`, `cannot-write`, `journal-failed`, `cannot-evict`, `url-does-not-answer`
 */
export async function recordRun(
  run: NewRun,
  prepared: PreparedTargets,
  context: RunContext,
  starting?: Promise<Prober>,
): Promise<RunFile> {
  await measureRun(run, prepared, context, starting)
  return (await readRunFile(pathOf(run))).run
}

/**
 * The same for a run too long to hold.
 * @param starting as of `recordRun`
 * @throws ColdstartError as `recordRun`
 */
export async function measureRun(
  run: NewRun,
  prepared: PreparedTargets,
  context: RunContext,
  starting?: Promise<Prober>,
): Promise<MeasuredRun> {
  const book = openTargetBook(prepared)
  // Said before the first invocation, and not hours later: that a target cannot be forced cold.
  checkTargets(
    run.plan.rounds,
    prepared.targets,
    run.config,
    (target) => book.evictionOf(target) !== undefined,
  )
  const prober = await (starting ?? startProberFor(prepared.targets, context))
  try {
    await askUrls(run.plan, book, prober, context.signal)
    const header = headerOf(run, prepared, isoNow(context.clock))
    const journal = await createJournal(pathOf(run), header)
    const { plan, makers, lastReplies } = run
    const job = { header, plan, ...(makers ? { makers } : {}), ...(lastReplies ? { lastReplies } : {}) }
    return await executePlan(job, prepared, { prober, journal }, context)
  } finally {
    await prober.close()
  }
}

function pathOf({ folder, runId }: NewRun): string {
  return join(folder, `${runId}.jsonl`)
}

function headerOf(run: NewRun, { targets, deployments }: PreparedTargets, startedAt: string): RunHeader {
  const { plan, toolVersion, runId, config, environment } = run
  return {
    type: 'header',
    schemaVersion: RUN_FILE_VERSION,
    tool: { name: 'coldstart', version: toolVersion },
    run: runId,
    startedAt,
    seed: plan.seed,
    config: { ...config, seed: plan.seed },
    environment,
    targets: [...targets],
    ...(deployments.length > 0 ? { deployments: [...deployments] } : {}),
    ...waysOf(run),
  }
}

/** What readers must know of the ways that a run has; a search has its way from the start. */
function waysOf({ plan, makers }: PlannedRun): Pick<RunHeader, 'ways'> {
  const planned = targetsByWay(plan.rounds)
  const ways = allWays.filter(({ name, facts }) => planned.has(name) || (makers && facts.isLook))
  return ways.length > 0 ? { ways: ways.map(({ facts }) => facts) } : {}
}

/** A prober, warmed up for the schemes of these targets. */
export function startProberFor(
  targets: readonly Pick<Target, 'url'>[],
  context: Pick<RunContext, 'startProber'>,
): Promise<Prober> {
  const start = context.startProber ?? startProber
  return start({ warmUp: schemesOf(targets) })
}

function schemesOf(targets: readonly Pick<Target, 'url'>[]): ('http' | 'https')[] {
  return [...new Set(targets.map(({ url }) => (url.startsWith('https:') ? 'https' : 'http')))]
}
