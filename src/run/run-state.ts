import type { Clock } from '../core/clock.ts'
import { replyEnd } from '../core/reply-end.ts'
import type { RunHeader, RunNote } from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'
import { type Recorded, sampleIdsOf, type Visit } from '../plan/plan.ts'
import { ResultBuilder } from '../stats/result/result-builder.ts'
import { createSeenIds } from '../store/seen-ids.ts'
import { type ClockMark, markFromWall } from './clocks.ts'
import { createTargetStates, type TargetStates } from './target-states.ts'

/**
 * What is known of a run while it goes on. No sample is held: what reports and stopping rules ask is kept in columns,
 * of each target what decides about its next visit, and of ids their fingerprints; the run file has the rest.
 */
export interface RunState extends Omit<TargetStates, 'add'> {
  /** Everything measured so far, as columns. */
  readonly measured: ResultBuilder
  readonly notes: readonly RunNote[]
  /** Samples recorded. */
  readonly count: number
  /** How many of them failed. */
  readonly errors: number
  /** The highest round that a sample is of; -1 before the first. */
  readonly lastRound: number
  has(sampleId: string): boolean
  isComplete(visit: Visit): boolean
  /** What was recorded of a target so far, in the order of the run. */
  recordedOf(target: string): Iterable<Recorded>
  hasNote(kind: string, message: string, target: string): boolean
  add(sample: Sample, endedAt: ClockMark): void
  addNote(note: RunNote): void
}

/** Of a run that nothing is recorded of yet. */
export function createRunState(header: RunHeader): RunState {
  const measured = new ResultBuilder(header)
  const notes: RunNote[] = []
  const said = new Set<string>()
  const ids = createSeenIds()
  const { add: addToTarget, ...ofTargets } = createTargetStates()
  let [errors, lastRound] = [0, -1]
  return {
    ...ofTargets,
    measured,
    notes,
    get count() {
      return ids.size
    },
    get errors() {
      return errors
    },
    get lastRound() {
      return lastRound
    },
    has: (id) => ids.has(id),
    isComplete: (visit) => sampleIdsOf(visit).every((id) => ids.has(id)),
    recordedOf: (target) => measured.tables.recordedOf(target),
    hasNote: (...note) => said.has(note.join('\n')),
    add(sample, endedAt) {
      measured.addSample(sample)
      ids.add(sample.id)
      if (sample.error) errors++
      lastRound = Math.max(lastRound, sample.round)
      addToTarget(sample, endedAt)
    },
    addNote(note) {
      notes.push(note)
      measured.addNote(note)
      said.add([note.kind, note.message, note.target].join('\n'))
    },
  }
}

/** Adds what a run file holds: its replies ended when they say. */
export function addRecorded(state: RunState, sample: Sample, clock: Clock): void {
  state.add(sample, markFromWall(replyEnd(sample), clock))
}
