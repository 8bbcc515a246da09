import type { Clock } from '../core/clock.ts'
import { replyEnd, wasReached } from '../core/reply-end.ts'
import type { RunHeader, RunNote } from '../core/run-file.ts'
import { RunningMedian } from '../core/running-median.ts'
import type { Sample } from '../core/sample.ts'
import { type Recorded, sampleIdsOf, type Visit } from '../plan/plan.ts'
import { ResultBuilder } from '../stats/result/result-builder.ts'
import { createSeenIds } from '../store/seen-ids.ts'
import { type ClockMark, markFromWall } from './clocks.ts'
import { addToStory, emptyStory, type TargetStory } from './target-story.ts'

/**
 * What is known of a run while it goes on. No sample is held: what reports and stopping rules ask is kept in columns,
 * of each target what decides about its next visit, and of ids their fingerprints; the run file has the rest.
 */
export interface RunState {
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
  /** What decides about its next visit; undefined before the target was met. */
  storyOf(target: string): Readonly<TargetStory> | undefined
  /** The end of the target's last reply, also of an earlier run where those were given; else undefined. */
  lastReply(target: string): ClockMark | undefined
  /** Round trip to a target: the median of its TCP connect times so far, ms; undefined before the first. */
  roundTripMs(target: string): number | undefined
  hasNote(kind: string, message: string, target: string): boolean
  add(sample: Sample, endedAt: ClockMark): void
  addNote(note: RunNote): void
  /** Takes over when targets last replied in earlier runs, epoch ms, by their ids; a reply of this run counts before it. */
  remember(lastReplies: ReadonlyMap<string, number>, clock: Clock): void
}

/** What is known of one target. */
interface TargetState {
  readonly connectMs: RunningMedian
  readonly story: TargetStory
  lastReply?: ClockMark
}

/** Of a run that nothing is recorded of yet. */
export function createRunState(header: RunHeader): RunState {
  const measured = new ResultBuilder(header)
  const notes: RunNote[] = []
  const said = new Set<string>()
  const ids = createSeenIds()
  const targets = new Map<string, TargetState>()
  let [errors, lastRound] = [0, -1]
  const stateOf = (target: string) => {
    const known = targets.get(target) ?? { connectMs: new RunningMedian(), story: emptyStory() }
    targets.set(target, known)
    return known
  }
  return {
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
    storyOf: (target) => targets.get(target)?.story,
    lastReply: (target) => targets.get(target)?.lastReply,
    roundTripMs: (target) => targets.get(target)?.connectMs.value,
    hasNote: (...note) => said.has(note.join('\n')),
    add(sample, endedAt) {
      measured.addSample(sample)
      ids.add(sample.id)
      if (sample.error) errors++
      lastRound = Math.max(lastRound, sample.round)
      addTo(stateOf(sample.target), sample, endedAt)
    },
    addNote(note) {
      notes.push(note)
      measured.addNote(note)
      said.add([note.kind, note.message, note.target].join('\n'))
    },
    remember(lastReplies, clock) {
      for (const [target, at] of lastReplies) stateOf(target).lastReply ??= markFromWall(at, clock)
    },
  }
}

/** Adds what a run file holds: its replies ended when they say. */
export function addRecorded(state: RunState, sample: Sample, clock: Clock): void {
  state.add(sample, markFromWall(replyEnd(sample), clock))
}

function addTo(state: TargetState, sample: Sample, endedAt: ClockMark): void {
  const { connectMs } = sample.phases
  if (connectMs !== undefined) state.connectMs.add(connectMs)
  addToStory(state.story, sample)
  if (wasReached(sample)) state.lastReply = endedAt
}
