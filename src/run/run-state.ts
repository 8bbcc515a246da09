import type { Clock } from '../core/clock.ts'
import { replyEnd, wasReached } from '../core/reply-end.ts'
import type { RunFile, RunNote } from '../core/run-file.ts'
import { RunningMedian } from '../core/running-median.ts'
import type { Sample } from '../core/sample.ts'
import { type Plan, sampleIdsOf, type Visit } from '../plan/plan.ts'
import { type ClockMark, markFromWall } from './clocks.ts'

/** What is known of a run while it goes on: everything in its journal, and when each target last replied. */
export interface RunState {
  readonly samples: readonly Sample[]
  readonly notes: readonly RunNote[]
  has(sampleId: string): boolean
  isComplete(visit: Visit): boolean
  samplesOf(target: string): readonly Sample[]
  /** The end of the target's last reply, also of an earlier run where those were given; else undefined. */
  lastReply(target: string): ClockMark | undefined
  /** Round trip to a target: the median of its TCP connect times so far, ms; undefined before the first. */
  roundTripMs(target: string): number | undefined
  /** True when the target has answered in this run without an error. */
  hasAnswered(target: string): boolean
  hasNote(kind: string, message: string, target: string): boolean
  add(sample: Sample, endedAt: ClockMark): void
  addNote(note: RunNote): void
}

/** What is known of one target. */
interface TargetState {
  readonly samples: Sample[]
  readonly connectMs: RunningMedian
  lastReply?: ClockMark
  hasAnswered: boolean
}

/**
 * @param earlier what a run that is resumed had recorded
 * @param lastReplies when targets last replied in earlier runs, epoch ms, by their ids
 */
export function createRunState(
  earlier: Pick<RunFile, 'samples' | 'notes'> | undefined,
  clock: Clock,
  lastReplies: ReadonlyMap<string, number> = new Map(),
): RunState {
  const samples: Sample[] = []
  const notes: RunNote[] = []
  const said = new Set<string>()
  const ids = new Set<string>()
  const targets = new Map<string, TargetState>()
  const state: RunState = {
    samples,
    notes,
    has: (id) => ids.has(id),
    isComplete: (visit) => sampleIdsOf(visit).every((id) => ids.has(id)),
    samplesOf: (target) => targets.get(target)?.samples ?? [],
    lastReply: (target) => targets.get(target)?.lastReply,
    roundTripMs: (target) => targets.get(target)?.connectMs.value,
    hasAnswered: (target) => targets.get(target)?.hasAnswered === true,
    hasNote: (...note) => said.has(note.join('\n')),
    add(sample, endedAt) {
      samples.push(sample)
      ids.add(sample.id)
      const known = targets.get(sample.target) ?? emptyState()
      targets.set(sample.target, known)
      addTo(known, sample, endedAt)
    },
    addNote(note) {
      notes.push(note)
      said.add([note.kind, note.message, note.target].join('\n'))
    },
  }
  for (const [target, at] of lastReplies)
    targets.set(target, { ...emptyState(), lastReply: markFromWall(at, clock) })
  for (const note of earlier?.notes ?? []) state.addNote(note)
  for (const sample of earlier?.samples ?? []) state.add(sample, markFromWall(replyEnd(sample), clock))
  return state
}

function emptyState(): TargetState {
  return { samples: [], connectMs: new RunningMedian(), hasAnswered: false }
}

function addTo(state: TargetState, sample: Sample, endedAt: ClockMark): void {
  const { connectMs } = sample.phases
  state.samples.push(sample)
  if (connectMs !== undefined) state.connectMs.add(connectMs)
  if (!sample.error) state.hasAnswered = true
  if (wasReached(sample)) state.lastReply = endedAt
}

/** How many of the plan's invocations are recorded. */
export function countDone(plan: Plan, state: RunState): number {
  return plan.rounds.flatMap(({ visits }) => visits.flatMap(sampleIdsOf)).filter((id) => state.has(id)).length
}

/** How many invocations of each target are planned, and how many of them are recorded. */
export function countPerTarget(plan: Plan, state: RunState): Record<string, { of: number; done: number }> {
  const counts: Record<string, { of: number; done: number }> = {}
  for (const visit of plan.rounds.flatMap(({ visits }) => visits)) {
    const ids = sampleIdsOf(visit)
    const count = counts[visit.target] ?? { of: 0, done: 0 }
    counts[visit.target] = count
    count.of += ids.length
    count.done += ids.filter((id) => state.has(id)).length
  }
  return counts
}
