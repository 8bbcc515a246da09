import type { Clock } from '../core/clock.ts'
import type { Target } from '../core/target.ts'
import type { Coordination } from '../queue/vantage/coordinate.ts'
import type { QueuesByVantage } from '../queue/vantage/enqueue.ts'
import type { OutcomeReader } from '../queue/vantage/read-outcomes.ts'
import type { VantageRecord } from '../queue/vantage/vantage-record.ts'
import type { ProbeOrder, WorkOrder } from '../queue/vantage/work-order.ts'
import type { Journal } from '../store/journal.ts'
import type { OnBenchEvent } from './bench-outcome.ts'
import type { BenchContext } from './session.ts'
import { lastDueMs, type PlannedForWorkers } from './workers-plan.ts'

/** What a run of workers goes on in. */
interface CarryOnContext extends Pick<BenchContext, 'signal'> {
  readonly clock: Clock
  /** Ends it: what no worker has begun is taken out of Redis. */
  readonly cancel?: boolean
}

/** A run of workers whose file is open. */
export interface OpenRun {
  readonly record: VantageRecord
  /** What its header says. */
  readonly planned: PlannedForWorkers
  readonly journal: Journal
}

/**
 * A run of workers from its run file, which is open and stays so, to the end of the run, or of the coordinator. What
 * comes is added to its record.
 * @throws ColdstartError `journal-failed`, `run-collected`
 */
export async function carryOn(
  { record, planned: { order, probes }, journal }: OpenRun,
  coordination: Coordination,
  { clock, signal = new AbortController().signal, cancel = false }: CarryOnContext,
  onEvent: OnBenchEvent,
): Promise<VantageRecord> {
  const [{ removeRun }, { followRun }, { watchWorkers }] = await Promise.all([
    import('../queue/vantage/enqueue.ts'),
    import('../queue/vantage/follow-run.ts'),
    import('../queue/vantage/watch-workers.ts'),
  ])
  const { header } = record
  const { run } = header
  const { redis, time } = coordination
  const queues = coordination.queuesOf(
    (header.parts ?? []).map(({ name }) => name),
    header.tool.version,
  )
  const lastMs = lastDueMs(probes.values())
  onEvent({
    type: 'run-started',
    run,
    targets: header.targets as Target[],
    invocations: probes.size,
    expectedMs: Math.max(0, lastMs - time.nowMs()),
  })
  const wanted = [...probes.values()].filter(({ sample }) => !record.has(sample))
  const jobs = { order, wanted, queues, lastDueMs: lastMs }
  const outcomes = await (cancel ? withdrawn(jobs, coordination) : enqueued(jobs, coordination))
  const tidy = () => removeRun(run, probes.values(), queues, redis)
  const watch = watchWorkers(redis, run, order.version)
  await followRun({ record, probes, journal, outcomes, time, watch, tidy }, { clock, signal, onEvent })
  return record
}

/** The jobs of a run at its vantage points. */
interface Jobs {
  readonly order: WorkOrder
  readonly wanted: readonly ProbeOrder[]
  readonly queues: QueuesByVantage
  /** When the last of the run is due, by the clock of Redis. */
  readonly lastDueMs: number
}

/** What comes of them once they are in the queues. */
async function enqueued(
  { order, wanted, queues, lastDueMs }: Jobs,
  { redis, time }: Coordination,
): Promise<OutcomeReader> {
  const { enqueueRun } = await import('../queue/vantage/enqueue.ts')
  await enqueueRun(order.run, wanted, queues, { redis, time, lastDueMs })
  return readerOf(order, queues, redis)
}

/** What comes of them where those that no worker has begun are taken out. */
async function withdrawn({ order, queues }: Jobs, { redis }: Coordination): Promise<OutcomeReader> {
  const { cancelled } = await import('../queue/vantage/cancel-run.ts')
  return cancelled(order.run, queues, await readerOf(order, queues, redis))
}

async function readerOf(
  { run, connection }: WorkOrder,
  queues: QueuesByVantage,
  redis: Coordination['redis'],
): Promise<OutcomeReader> {
  const { readOutcomes } = await import('../queue/vantage/read-outcomes.ts')
  return readOutcomes(run, queues, redis, connection)
}
