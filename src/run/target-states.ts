import type { Clock } from '../core/clock.ts'
import { wasReached } from '../core/reply-end.ts'
import { RunningMedian } from '../core/running-median.ts'
import type { Sample } from '../core/sample.ts'
import { type ClockMark, markFromWall } from './clocks.ts'
import { addToStory, emptyStory, type TargetStory } from './target-story.ts'

/** What is known of each target while a run goes on. */
export interface TargetStates {
  /** What decides about its next visit; undefined before the target was met. */
  storyOf(target: string): Readonly<TargetStory> | undefined
  /** The end of the target's last reply, also of an earlier run where those were given; else undefined. */
  lastReply(target: string): ClockMark | undefined
  /** Round trip to a target: the median of its TCP connect times so far, ms; undefined before the first. */
  roundTripMs(target: string): number | undefined
  add(sample: Sample, endedAt: ClockMark): void
  /** Takes over when targets last replied in earlier runs, epoch ms, by their ids; a reply of this run counts before it. */
  remember(lastReplies: ReadonlyMap<string, number>, clock: Clock): void
}

interface TargetState {
  readonly connectMs: RunningMedian
  readonly story: TargetStory
  lastReply?: ClockMark
}

/** Of targets that were never met. */
export function createTargetStates(): TargetStates {
  const targets = new Map<string, TargetState>()
  const stateOf = (target: string) => {
    const known = targets.get(target) ?? { connectMs: new RunningMedian(), story: emptyStory() }
    targets.set(target, known)
    return known
  }
  return {
    storyOf: (target) => targets.get(target)?.story,
    lastReply: (target) => targets.get(target)?.lastReply,
    roundTripMs: (target) => targets.get(target)?.connectMs.value,
    add(sample, endedAt) {
      const state = stateOf(sample.target)
      const { connectMs } = sample.phases
      if (connectMs !== undefined) state.connectMs.add(connectMs)
      addToStory(state.story, sample)
      if (wasReached(sample)) state.lastReply = endedAt
    },
    remember(lastReplies, clock) {
      for (const [target, at] of lastReplies) stateOf(target).lastReply ??= markFromWall(at, clock)
    },
  }
}
