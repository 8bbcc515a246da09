import { isoNow } from '../../core/clock.ts'
import type { RunFooter, RunNote } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { figuresOf } from '../../run/run-figures.ts'
import type { RunContext } from '../../run/session.ts'
import type { Journal } from '../../store/journal.ts'
import { askPatiently } from './ask-patiently.ts'
import type { OutcomeReader } from './read-outcomes.ts'
import type { RedisTime } from './redis-time.ts'
import type { VantageRecord } from './vantage-record.ts'
import type { WorkerWatch } from './watch-workers.ts'
import type { ProbeOrder } from './work-order.ts'

const LOOK_EVERY_MS = 200
/** What failed is asked for more rarely. */
const VOIDS_EVERY_MS = 1000

/** A run whose jobs are in the queues. */
export interface FollowedRun {
  /** What the run file has, and is to come to have. */
  readonly record: VantageRecord
  /** All of the plan's, by sample. */
  readonly probes: ReadonlyMap<string, ProbeOrder>
  readonly journal: Journal
  readonly outcomes: OutcomeReader
  readonly time: RedisTime
  readonly watch: WorkerWatch
  /** Called once everything is in the run file, before its footer is. */
  readonly tidy: () => Promise<void>
}

/**
 * Writes what workers hand in into the run file, and a void sample for each that will never come, until the plan is
 * through, or the signal: then there is no footer. Samples that the file has are skipped, so it may begin again at any
 * moment.
 * @throws ColdstartError `journal-failed`, `run-collected`
 */
export async function followRun(run: FollowedRun, context: RunContext): Promise<void> {
  const { record, probes, journal } = run
  const { clock, signal, onEvent } = context
  const open = new Map([...probes].filter(([id]) => !record.has(id)))
  const take = async (sample: Sample) => {
    if (!open.delete(sample.id)) return
    await journal.append({ type: 'sample', sample })
    record.add(sample)
    onEvent({ type: 'sample', sample, done: record.count, of: probes.size })
  }
  const look = openLook(run, open, clock)
  while (open.size > 0 && !signal.aborted) {
    const seen = await answered(look(), run, context)
    if (seen === undefined) break
    for (const sample of seen.samples) await take(sample)
    for (const message of seen.news) await takeNote(run, 'no-worker', message, context)
    if (seen.samples.length === 0 && open.size > 0) await clock.sleep(LOOK_EVERY_MS, signal).catch(() => {})
  }
  const isDone = open.size === 0
  if (isDone) await finish(run, context)
  onEvent({
    type: 'run-finished',
    run: record.header.run,
    samples: record.count,
    status: isDone ? 'finished' : 'interrupted',
  })
}

/** What one look at Redis finds. */
interface Seen {
  readonly samples: readonly Sample[]
  /** Of places without workers, a sentence each. */
  readonly news: readonly string[]
}

function openLook(
  { outcomes, time, watch }: FollowedRun,
  open: ReadonlyMap<string, ProbeOrder>,
  clock: RunContext['clock'],
): () => Promise<Seen> {
  let voidsAtMs = Number.NEGATIVE_INFINITY
  return async () => {
    const handedIn = await outcomes.readSamples()
    if (clock.monotonicMs() - voidsAtMs < VOIDS_EVERY_MS) return { samples: handedIn, news: [] }
    voidsAtMs = clock.monotonicMs()
    const voids = await outcomes.readVoids(open, time.nowMs())
    return { samples: [...handedIn, ...voids], news: await watch(open, time.nowMs()) }
  }
}

/** Waits for a look, however long Redis is away, and says so. */
async function answered(
  look: Promise<Seen>,
  run: FollowedRun,
  context: RunContext,
): Promise<Seen | undefined> {
  let said: Promise<void> | undefined
  const onSilence = () => {
    const message = 'Redis does not answer; it is asked until it does. Workers wait for it too.'
    said = takeNote(run, 'redis-away', message, context)
    said.catch(() => {})
  }
  const seen = await askPatiently(look, { ...context, onSilence })
  if (said === undefined) return seen
  await said
  if (seen !== undefined) await takeNote(run, 'redis-away', 'Redis answers again.', context)
  return seen
}

async function takeNote(
  { record, journal }: FollowedRun,
  kind: string,
  message: string,
  { clock, onEvent }: RunContext,
): Promise<void> {
  const note: RunNote = { type: 'note', at: isoNow(clock), kind, message }
  await journal.append(note)
  record.addNote(note)
  onEvent({ type: 'note', note })
}

async function finish(run: FollowedRun, context: RunContext): Promise<void> {
  const { record, journal, tidy } = run
  for (const { kind, message } of record.describe())
    if (!record.notes.some((note) => note.kind === kind && note.message === message))
      await takeNote(run, kind, message, context)
  // What Redis is rid of must be elsewhere, also after a power cut.
  await journal.flush()
  await tidy()
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: isoNow(context.clock),
    samples: record.count,
    errors: record.errors,
    ...figuresOf(record.measured.groups()),
  }
  await journal.append(footer)
  await journal.flush()
  record.measured.addFooter(footer)
}
