import type { RunEvent } from '../../core/run-event.ts'
import { RunningMedian } from '../../core/running-median.ts'
import type { Sample } from '../../core/sample.ts'
import { wayFactsOf } from '../../core/way-facts.ts'

/** What one target is doing. */
export type LaneActivity =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ended' }
  /** `until`: wall clock, epoch ms. */
  | { readonly kind: 'idle'; readonly until: number }
  | { readonly kind: 'measuring'; readonly intended: 'cold' | 'warm' }
  | { readonly kind: 'step'; readonly message: string }

/** What the progress shows of one target. */
export interface Lane {
  readonly target: string
  activity: LaneActivity
  done: number
  /** Invocations planned, where that is known. */
  readonly of?: number
  errors: number
  /** Cold starts so far, those right after a deployment among them. */
  colds: number
  /** Medians of waits, ms. */
  readonly coldWait: RunningMedian
  readonly warmWait: RunningMedian
}

/** Everything that progress shows, kept up to date by the events of a run. */
export interface LaneBoard {
  readonly lanes: ReadonlyMap<string, Lane>
  readonly startedAtMs: number
  readonly expectedMs?: number
  done: number
  /** Samples that were there before this process took over. */
  doneBefore: number
  readonly of: number
}

/** An empty board for a run that has just started. */
export function openBoard(event: RunEvent & { type: 'run-started' }, nowMs: number): LaneBoard {
  const lane = (target: string): Lane => {
    const planned = event.perTarget?.[target] ?? { done: 0 }
    const waits = { coldWait: new RunningMedian(), warmWait: new RunningMedian() }
    return { target, activity: { kind: 'waiting' }, errors: 0, colds: 0, ...waits, ...planned }
  }
  return {
    lanes: new Map(event.targets.map(({ id }) => [id, lane(id)])),
    startedAtMs: nowMs,
    ...(event.expectedMs === undefined ? {} : { expectedMs: event.expectedMs }),
    done: 0,
    doneBefore: 0,
    of: event.invocations,
  }
}

/** Takes one event into the board. */
export function updateBoard(board: LaneBoard, event: RunEvent): void {
  if (event.type === 'sample') {
    if (board.done === 0) board.doneBefore = event.done - 1
    board.done = event.done
    recordSample(board.lanes.get(event.sample.target), event.sample)
  } else if (event.type === 'run-finished') {
    for (const lane of board.lanes.values()) lane.activity = { kind: 'ended' }
  } else if ('target' in event && event.target !== undefined) {
    const lane = board.lanes.get(event.target)
    if (lane) lane.activity = activityOf(event) ?? lane.activity
  }
}

function activityOf(event: RunEvent): LaneActivity | undefined {
  if (event.type === 'idle-started') return { kind: 'idle', until: event.until }
  if (event.type === 'invocation-started') return { kind: 'measuring', intended: event.intended }
  return event.type === 'step' ? { kind: 'step', message: event.message } : undefined
}

function recordSample(lane: Lane | undefined, sample: Sample): void {
  if (!lane) return
  lane.activity = { kind: 'waiting' }
  lane.done++
  const { error, observed, phases, coldBy } = sample
  if (error) lane.errors++
  else if (phases.waitMs === undefined || observed === 'unknown') return
  else if (observed === 'warm') lane.warmWait.add(phases.waitMs)
  else {
    lane.colds++
    if (!isOnce(coldBy)) lane.coldWait.add(phases.waitMs)
  }
}

/** The first ever after a deployment is in no figure of the report, so it is in none on the way. */
function isOnce(coldBy: Sample['coldBy']): boolean {
  return coldBy !== undefined && wayFactsOf(undefined, coldBy).isOnce === true
}

/** Below this share of the work, the plan's estimate is a better guess than the pace so far. */
const TRUST_PACE_AFTER = 0.2

/** Time left, ms: by the plan's estimate at first, by the pace so far later on. */
export function timeLeft(board: LaneBoard, nowMs: number): number | undefined {
  const own = board.done - board.doneBefore
  const toDo = board.of - board.doneBefore
  if (toDo <= 0) return undefined
  const share = own / toDo
  const elapsedMs = nowMs - board.startedAtMs
  if (share >= TRUST_PACE_AFTER) return (elapsedMs / share) * (1 - share)
  const expectedMs = (board.expectedMs ?? 0) - elapsedMs
  return expectedMs > 0 ? expectedMs : undefined
}
