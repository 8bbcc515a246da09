import { describeSampleError } from '../core/like-messages.ts'
import type { Sample } from '../core/sample.ts'

/** What of a target's samples decides about its next visit; computed from them alone, so a resumed run agrees. */
export interface TargetStory {
  /** It has answered in this run without an error. */
  hasAnswered: boolean
  /** Failures since the last sample without one. What this machine spoilt says nothing of a target. */
  failedInARow: number
  lastFailure?: NonNullable<Sample['error']>
  /** The last that was meant to be cold. */
  lastCold?: Sample
  /** The longest planned idle period that an instance survived, ms, by way of getting cold. */
  readonly survivedMs: Map<string, number>
}

/** Of a target that was never met. */
export function emptyStory(): TargetStory {
  return { hasAnswered: false, failedInARow: 0, survivedMs: new Map() }
}

/** Adds the target's next sample. */
export function addToStory(story: TargetStory, sample: Sample): void {
  const { error, intended, coldBy, observed, plannedIdleMs = 0 } = sample
  if (!error) {
    story.hasAnswered = true
    story.failedInARow = 0
  } else if (error.kind !== 'client') {
    story.failedInARow++
    story.lastFailure = error
  }
  if (intended !== 'cold') return
  story.lastCold = sample
  if (coldBy !== undefined && observed === 'warm')
    story.survivedMs.set(coldBy, Math.max(story.survivedMs.get(coldBy) ?? 0, plannedIdleMs))
}

const FAILURES_WITHOUT_ANY_SUCCESS = 3
const FAILURES_IN_A_ROW = 10

/** In a sentence why a target has failed too often to be visited again; undefined where it has not. */
export function reasonToGiveUp({ hasAnswered, failedInARow, lastFailure }: TargetStory): string | undefined {
  if (!lastFailure || failedInARow === 0) return undefined
  const why = describeSampleError(lastFailure)
  if (failedInARow >= FAILURES_IN_A_ROW)
    return `${FAILURES_IN_A_ROW} invocations in a row failed (${why}); it will not be invoked again.`
  if (!hasAnswered && failedInARow >= FAILURES_WITHOUT_ANY_SUCCESS)
    return `Its first ${failedInARow} invocations failed (${why}); it will not be invoked again.`
  return undefined
}
