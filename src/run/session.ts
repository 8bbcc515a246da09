import { type Clock, isoNow } from '../core/clock.ts'
import type { Result } from '../core/result.ts'
import type { OnRunEvent } from '../core/run-event.ts'
import type { RunHeader, RunNote } from '../core/run-file.ts'
import type { PlannedRun } from '../plan/make-plan.ts'
import type { lanesOfVisits } from '../plan/side-by-side.ts'
import type { Prober, Scheme } from '../probe/prober.ts'
import type { ResultBuilder } from '../stats/result/result-builder.ts'
import type { Journal } from '../store/journal.ts'
import type { ColdTally } from './cold-tally.ts'
import type { Slot } from './lanes.ts'
import type { RunState } from './run-state.ts'
import type { TargetBook } from './target-book.ts'

/** What is to be done: a plan, under the header that its run file begins with. */
export interface RunJob extends PlannedRun {
  readonly header: RunHeader
  /** What was recorded before, when a run is resumed; the run goes on in it. */
  readonly earlier?: RunState
  /** When targets last replied in earlier runs, epoch ms, by their ids; only with `idleSinceRecorded`. */
  readonly lastReplies?: ReadonlyMap<string, number>
}

/** A run that was measured: what its report is computed from. Its samples are in its run file alone. */
export interface MeasuredRun {
  readonly header: RunHeader
  readonly measured: ResultBuilder
}

/** What a run goes on in: time, the wish to end it, and who watches. */
export interface RunContext {
  readonly clock: Clock
  /** Aborted: no new invocation; those in flight get `graceMs`, then the journal is closed. */
  readonly signal: AbortSignal
  readonly onEvent: OnRunEvent
  /** @default 5000 */
  readonly graceMs?: number
  /**
   * Whether a run is decided, at a confidence that allows for looking; asked now and then with `--until-decided`.
   * The result has the figures so far and no samples.
   */
  readonly isDecided?: (soFar: Result, confidence: number) => boolean
  /** Whether a host accepts connections; asked only after failures. @default a TCP connection is tried */
  readonly isReachable?: (url: URL) => Promise<boolean>
  /** @default one in a thread of its own */
  readonly startProber?: StartProber
}

/** Gives a prober that is warm for these schemes, and closed by whoever asked for it. */
export type StartProber = (options: { readonly warmUp: readonly Scheme[] }) => Promise<Prober>

/** What a run is measured with and kept in. */
export interface Instruments {
  readonly prober: Prober
  /** Closed when the execution ends, however it ends. */
  readonly journal: Journal
}

/** One execution of a plan while it goes on. */
export interface Session {
  readonly job: RunJob
  readonly targets: TargetBook
  readonly context: RunContext
  readonly instruments: Instruments
  readonly state: RunState
  /** What the stopping rule asks. */
  readonly colds: ColdTally
  /** One visit is measured at a time, or several that may overlap, whatever else goes on. */
  readonly slot: Slot
  readonly lanesOf: ReturnType<typeof lanesOfVisits>
  /** Aborted when the moment that requests in flight get is over. */
  readonly inFlight: AbortSignal
}

/** Records something that happened and is not a sample. */
export async function takeNote(
  { context, state, instruments }: Session,
  kind: string,
  message: string,
  target?: string,
): Promise<void> {
  const at = isoNow(context.clock)
  const note: RunNote = { type: 'note', at, kind, message, ...(target ? { target } : {}) }
  state.addNote(note)
  await instruments.journal.append(note)
  context.onEvent({ type: 'note', note })
}

/** The same, unless the run has said so of the target already. */
export async function noteOnce(
  session: Session,
  kind: string,
  message: string,
  target: string,
): Promise<void> {
  if (!session.state.hasNote(kind, message, target)) await takeNote(session, kind, message, target)
}
