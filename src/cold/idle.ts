import type { Sample } from '../core/sample.ts'
import { recordedWays } from '../core/way-facts.ts'
import { defineWay, oneColdEach, type PlannedWay } from './cold-way.ts'

/** How much longer the next idle period is after one that an instance survived. */
const GROWTH = 2
/** An idle period that grows may become so many times the longest one that was asked for, unless told otherwise. */
const MOST_GROWTH = 4

/** Leaves a target alone until its platform has taken the instance away: what users meet. */
export const idle = defineWay({
  name: 'idle',
  title: 'idle',
  facts: recordedWays.idle,
  options: {
    idle: {
      kind: 'durations',
      flag: '--idle <periods...>',
      help: 'idle before a cold start: 15m, or several: 1m,5m,15m',
      describe: 'Idle periods before a cold start; none: the usual one of the platform',
    },
    adaptiveIdle: {
      kind: 'switch',
      default: false,
      flag: '--adaptive-idle',
      help: 'lengthen the idle period of a target until it is cold',
      describe: 'Lengthen the idle period of a target until it is cold',
    },
    maxIdle: {
      kind: 'duration',
      flag: '--max-idle <duration>',
      help: 'longest idle period of --adaptive-idle',
      describe: 'Longest idle period of adaptiveIdle',
    },
  },
  plannedWays({ adaptiveIdle, maxIdle }, periodsMs) {
    const growsToMs = maxIdle ?? MOST_GROWTH * Math.max(...periodsMs)
    const growth = adaptiveIdle ? { growsToMs } : {}
    return periodsMs.map((plannedIdleMs) => ({ coldBy: 'idle', plannedIdleMs, ...growth }))
  },
  stops: oneColdEach,
  prepare: ({ way, samples, waitIdle }) => waitIdle(nextIdlePeriod(way, samples)),
})

/**
 * The idle period before the next cold start, ms. One that may grow doubles with every one that an instance survived;
 * computed from the samples, so a resumed run agrees.
 */
function nextIdlePeriod({ plannedIdleMs = 0, growsToMs }: PlannedWay, samples: readonly Sample[]): number {
  if (growsToMs === undefined) return plannedIdleMs
  const survived = samples.filter(
    ({ intended, coldBy, observed }) => intended === 'cold' && coldBy === 'idle' && observed === 'warm',
  )
  const longestMs = survived.reduce((longest, sample) => Math.max(longest, sample.plannedIdleMs ?? 0), 0)
  return longestMs < plannedIdleMs
    ? plannedIdleMs
    : Math.min(longestMs * GROWTH, Math.max(plannedIdleMs, growsToMs))
}
