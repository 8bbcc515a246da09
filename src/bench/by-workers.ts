import { join } from 'node:path'
import { allWays } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Clock } from '../core/clock.ts'
import { ColdstartError } from '../core/errors.ts'
import { newRunId } from '../core/ids.ts'
import type { RunHeader, RunNote } from '../core/run-file.ts'
import { RUN_FILE_VERSION } from '../core/schema-versions.ts'
import { systemClock } from '../core/system-clock.ts'
import type { Target } from '../core/target.ts'
import { readVersion } from '../core/version.ts'
import { planRun } from '../plan/make-plan.ts'
import { targetsByWay } from '../plan/plan.ts'
import type { Coordination } from '../queue/vantage/coordinate.ts'
import type { PresentWorker } from '../queue/vantage/registry.ts'
import type { VantageRecord } from '../queue/vantage/vantage-record.ts'
import { createJournal, goOnWithJournal, type Journal, withJournal } from '../store/journal.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { type BenchOutcome, conclude, type Measured, type OnBenchEvent } from './bench-outcome.ts'
import { prepareBudgets, withBaselineRun } from './budgets.ts'
import { carryOn } from './carry-on.ts'
import { refuseForWorkers } from './refuse-for-workers.ts'
import { refuseWithoutEffect } from './refuse-without-effect.ts'
import type { BenchContext } from './session.ts'
import { lastDueMs, planForWorkers, targetAt, urlLimits } from './workers-plan.ts'

/**
 * A run whose requests are sent by `coldstart worker` processes, from each vantage point: plans, puts the jobs into
 * their queues, and writes what they hand in into the run file.
 * @throws ColdstartError `not-for-workers`, `no-workers`, `redis-not-durable`, and those of `readRedisAccess`
 */
export async function benchByWorkers(
  asked: BenchConfig,
  context: BenchContext,
  onEvent: OnBenchEvent,
): Promise<BenchOutcome> {
  refuseForWorkers(asked)
  const urls = asked.targets.map(
    ({ name, url }): Target => ({ id: name, provider: 'http', platform: 'url', url }),
  )
  refuseWithoutEffect(asked, { local: [], clouds: [], ownLambdas: [], urls, requests: new Map() })
  const budgets = await prepareBudgets(asked, context.cwd)
  const config = await withBaselineRun(asked, context.cwd)
  const run = await coordinated(config, context, async (coordination, clock) => {
    const clockMs = clock.wallMs()
    const { findVantages } = await import('../queue/vantage/coordinate.ts')
    const workers = await findVantages(coordination, config.vantages, await readVersion())
    const seed = config.seed ?? Math.floor(clockMs % 2 ** 31)
    const runId = newRunId(clockMs)
    const header = await headerOf({ ...config, seed }, runId, workers, coordination.time.nowMs())
    const path = join(context.cwd, RESULTS_FOLDER, `${runId}.jsonl`)
    const planned = await planForWorkers(header)
    const { announceRun } = await import('../queue/vantage/enqueue.ts')
    await announceRun(planned.order, lastDueMs(planned.probes.values()), coordination.redis)
    const journal = await createJournal(path, header)
    return withJournal(journal, async () => {
      const { createVantageRecord } = await import('../queue/vantage/vantage-record.ts')
      const record = createVantageRecord(header)
      if (config.acceptLoss) record.addNote(await noteLoss(journal, header.startedAt))
      return carryOn({ record, planned, journal }, coordination, { ...context, clock }, onEvent)
    })
  })
  return conclude(measuredOf(run), config, budgets, context)
}

/**
 * Goes on with such a run: what was handed in meanwhile is read, what is in the file is not written again. With
 * `cancel` it is ended: what no worker has begun is taken out of Redis, and void.
 * @throws ColdstartError `run-of-another-version`, `run-collected`, those of `goOnWithJournal`, and of `benchByWorkers`
 */
export async function resumeByWorkers(
  path: string,
  config: BenchConfig,
  context: BenchContext & { readonly cancel?: boolean },
  onEvent: OnBenchEvent,
): Promise<BenchOutcome> {
  const run = await coordinated(config, context, async (coordination, clock) => {
    const { createVantageRecord } = await import('../queue/vantage/vantage-record.ts')
    let record: VantageRecord | undefined
    const { journal } = await goOnWithJournal(path, {
      header: (header) => {
        record = createVantageRecord(header)
      },
      sample: (sample) => record?.add(sample),
      note: (note) => record?.addNote(note),
    })
    return withJournal(journal, async () => {
      if (!record) throw new Error(`${path} was opened without its header.`)
      await refuseOtherVersion(record.header)
      const open = { record, planned: await planForWorkers(record.header), journal }
      return carryOn(open, coordination, { ...context, clock }, onEvent)
    })
  })
  const budgets = await prepareBudgets(config, context.cwd, run.header.startedAt)
  return conclude(measuredOf(run), config, budgets, context, path)
}

/** What the jobs and samples of one version say, another may read wrongly. */
async function refuseOtherVersion({ run, tool }: RunHeader): Promise<void> {
  const own = await readVersion()
  if (tool.version !== own)
    throw new ColdstartError('run-of-another-version', { run, theirs: tool.version, own })
}

/** Nothing was deployed for it, so nothing is left behind. */
function measuredOf({ header, measured }: VantageRecord): Measured {
  return { run: { header, measured }, leftBehind: [] }
}

async function coordinated(
  { workers = '', ca, acceptLoss }: BenchConfig,
  context: BenchContext,
  work: (coordination: Coordination, clock: Clock) => Promise<VantageRecord>,
): Promise<VantageRecord> {
  const [{ readRedisAccess }, { checkRedis, refusedBy }, { openCoordination }] = await Promise.all([
    import('../queue/redis-address.ts'),
    import('../queue/open-redis.ts'),
    import('../queue/vantage/coordinate.ts'),
  ])
  const access = await readRedisAccess({ redis: workers, option: '--workers', ca: context.ca ?? ca }, context)
  await checkRedis(access)
  const { clock = systemClock } = context
  const coordination = await openCoordination(access, clock, acceptLoss)
  try {
    return await work(coordination, clock)
  } catch (error) {
    throw refusedBy(access, error) ?? error
  } finally {
    await coordination.close()
  }
}

async function headerOf(
  config: BenchConfig,
  run: string,
  workers: readonly PresentWorker[],
  startMs: number,
): Promise<RunHeader> {
  const [first] = workers
  if (!first) throw new Error('A run needs a vantage point.')
  const startedAt = new Date(Math.ceil(startMs)).toISOString()
  const { seed = 0 } = config
  const targets = workers.flatMap(({ vantage }) =>
    config.targets.map(({ name, url }) => targetAt(name, url, vantage)),
  )
  const planned = targetsByWay(planRun(config, targets, await urlLimits()).plan.rounds)
  return {
    type: 'header',
    schemaVersion: RUN_FILE_VERSION,
    tool: { name: 'coldstart', version: await readVersion() },
    run,
    startedAt,
    seed,
    config: { ...config },
    environment: first.environment,
    parts: workers.map(({ vantage: name, environment }) => ({ name, run, startedAt, seed, environment })),
    targets,
    ways: allWays.filter(({ name }) => planned.has(name)).map(({ facts }) => facts),
  }
}

async function noteLoss(journal: Journal, at: string): Promise<RunNote> {
  const message =
    'Redis may forget what it confirmed (--accept-loss): should it have been killed in this run, a request could have been sent twice.'
  const note: RunNote = { type: 'note', at, kind: 'loss-accepted', message }
  await journal.append(note)
  return note
}
