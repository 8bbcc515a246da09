import { isoNow } from '../../core/clock.ts'
import type { RunFile, RunFooter, RunHeader, RunNote } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { figuresOf } from '../../run/run-figures.ts'
import type { RunContext } from '../../run/session.ts'
import { collectGroups } from '../../stats/result/target-group.ts'
import type { Journal } from '../../store/journal.ts'
import { describeVantages } from './describe-vantages.ts'
import type { OutcomeReader } from './read-outcomes.ts'
import type { RedisTime } from './redis-time.ts'
import type { ProbeOrder } from './work-order.ts'

const LOOK_EVERY_MS = 200
/** What failed is asked for more rarely. */
const VOIDS_EVERY_MS = 1000

/** A run whose jobs are in the queues. */
export interface FollowedRun {
  readonly header: RunHeader
  readonly earlier: { readonly samples: readonly Sample[]; readonly notes: readonly RunNote[] }
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
 * through. Samples that the file has are skipped, so it may begin again at any moment.
 * @returns the run; without a footer when the signal ended it
 * @throws ColdstartError `journal-failed`
 */
export async function followRun(run: FollowedRun, context: RunContext): Promise<RunFile> {
  const { header, earlier, probes, journal, outcomes, time } = run
  const { clock, signal, onEvent } = context
  const samples = [...earlier.samples]
  const notes = [...earlier.notes]
  const open = new Map(probes)
  for (const { id } of samples) open.delete(id)
  const take = async (sample: Sample) => {
    if (!open.delete(sample.id)) return
    await journal.append({ type: 'sample', sample })
    samples.push(sample)
    onEvent({ type: 'sample', sample, done: samples.length, of: probes.size })
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
  const footer = isDone ? await finish(run, samples, notes, context) : undefined
  onEvent({
    type: 'run-finished',
    run: header.run,
    samples: samples.length,
    status: isDone ? 'finished' : 'interrupted',
  })
  return { header, samples, notes, ...(footer && { footer }) }
}

async function finish(
  { header, journal, tidy }: FollowedRun,
  samples: readonly Sample[],
  notes: RunNote[],
  { clock, onEvent }: RunContext,
): Promise<RunFooter> {
  for (const { kind, message } of describeVantages(samples)) {
    if (notes.some((note) => note.kind === kind && note.message === message)) continue
    const note: RunNote = { type: 'note', at: isoNow(clock), kind, message }
    notes.push(note)
    await journal.append(note)
    onEvent({ type: 'note', note })
  }
  await tidy()
  const footer: RunFooter = {
    type: 'footer',
    finishedAt: isoNow(clock),
    samples: samples.length,
    errors: samples.filter(({ error }) => error).length,
    ...figuresOf(collectGroups(header.targets, samples, header.ways)),
  }
  await journal.append(footer)
  return footer
}
