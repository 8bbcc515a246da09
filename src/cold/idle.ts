import { ColdstartError } from '../core/errors.ts'
import { recordedWays } from '../core/way-facts.ts'
import { defineWay, oneColdEach, type PlannedWay, type Preparation, type Readiness } from './cold-way.ts'

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
      help: 'idle period before a cold start: 15m, or several: 1m,5m,15m',
      describe: 'Idle periods before a cold start, such as 15m (default: the usual one of the platform)',
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
    idleSinceRecorded: {
      kind: 'switch',
      default: false,
      flag: '--idle-since-recorded',
      help: 'do not wait: one cold start, whose idle period is the time since the last recorded reply',
      describe: 'Take the time since the last recorded reply as the idle period, for scheduled runs',
    },
  },
  plannedWays({ cold, idle: periods, adaptiveIdle, maxIdle, idleSinceRecorded }, periodsMs) {
    if (idleSinceRecorded) {
      refuseOtherPeriods(cold, periods !== undefined || adaptiveIdle)
      return [{ coldBy: 'idle', sinceRecorded: true }]
    }
    const growsToMs = maxIdle ?? MOST_GROWTH * Math.max(...periodsMs)
    const growth = adaptiveIdle ? { growsToMs } : {}
    return periodsMs.map((plannedIdleMs) => ({ coldBy: 'idle', plannedIdleMs, ...growth }))
  },
  stops: oneColdEach,
  prepare(preparation) {
    const { way, survivedMs, waitIdle } = preparation
    return way.sinceRecorded ? takeAsItIs(preparation) : waitIdle(nextIdlePeriod(way, survivedMs))
  },
})

/** A second cold start of a run would have to be waited for. */
function refuseOtherPeriods(cold: number, hasPeriods: boolean): void {
  if (!hasPeriods && cold <= 1) return
  const reason = hasPeriods
    ? '--idle-since-recorded and an idle period contradict each other.'
    : `With --idle-since-recorded a run has one cold start of each target, not ${cold}.`
  const suggestion = hasPeriods ? 'one of them' : '--cold 1'
  throw new ColdstartError('bad-arguments', { reason, command: 'bench', suggestion })
}

/** The idle period is over already, however long it was. */
async function takeAsItIs({ isMet, note }: Preparation): Promise<Readiness> {
  if (!isMet)
    await note(
      'idle-unknown',
      'No earlier reply is recorded here, so nobody knows how long it was idle before this run; the next run will know.',
    )
  return { ready: true, flags: [isMet ? 'idle-since-recorded' : 'idle-unknown'] }
}

/**
 * The idle period before the next cold start, ms. One that may grow doubles with every one that an instance survived;
 * computed from the samples, so a resumed run agrees.
 */
function nextIdlePeriod({ plannedIdleMs = 0, growsToMs }: PlannedWay, survivedMs: number): number {
  if (growsToMs === undefined) return plannedIdleMs
  return survivedMs < plannedIdleMs
    ? plannedIdleMs
    : Math.min(survivedMs * GROWTH, Math.max(plannedIdleMs, growsToMs))
}
