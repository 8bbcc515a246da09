import { isoNow } from '../../core/clock.ts'
import type { RunFooter, RunNote } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { figuresOf } from '../../run/run-figures.ts'
import type { RunContext } from '../../run/session.ts'
import type { Journal } from '../../store/journal.ts'
import type { OutcomeReader } from './read-outcomes.ts'
import type { RedisTime } from './redis-time.ts'
import type { VantageRecord } from './vantage-record.ts'
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
  /** Called once everything is in the run file, before its footer is. */
  readonly tidy: () => Promise<void>
}

/**
 * Writes what workers hand in into the run file, and a void sample for each that will never come, until the plan is
 * through, or the signal: then there is no footer. Samples that the file has are skipped, so it may begin again at any
 * moment.
 * @throws ColdstartError `journal-failed`
 */
export async function followRun(run: FollowedRun, context: RunContext): Promise<void> {
  const { record, probes, journal, outcomes, time } = run
  const { clock, signal, onEvent } = context
  const open = new Map([...probes].filter(([id]) => !record.has(id)))
  const take = async (sample: Sample) => {
    if (!open.delete(sample.id)) return
    await journal.append({ type: 'sample', sample })
    record.add(sample)
    onEvent({ type: 'sample', sample, done: record.count, of: probes.size })
  }
  let voidsAtMs = 0
  while (open.size > 0 && !signal.aborted) {
    const handedIn = await outcomes.readSamples()
    for (const sample of handedIn) await take(sample)
    if (clock.monotonicMs() - voidsAtMs > VOIDS_EVERY_MS) {
      for (const sample of await outcomes.readVoids(open, time.nowMs())) await take(sample)
      voidsAtMs = clock.monotonicMs()
    }
    if (handedIn.length === 0 && open.size > 0) await clock.sleep(LOOK_EVERY_MS, signal).catch(() => {})
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

async function finish({ record, journal, tidy }: FollowedRun, { clock, onEvent }: RunContext): Promise<void> {
  for (const { kind, message } of record.describe()) {
    if (record.notes.some((note) => note.kind === kind && note.message === message)) continue
    const note: RunNote = { type: 'note', at: isoNow(clock), kind, message }
    await journal.append(note)
    record.addNote(note)
    onEvent({ type: 'note', note })
  }
  await tidy()
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: isoNow(clock),
    samples: record.count,
    errors: record.errors,
    ...figuresOf(record.measured.groups()),
  }
  await journal.append(footer)
  record.measured.addFooter(footer)
}
