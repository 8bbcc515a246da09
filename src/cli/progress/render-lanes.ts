import type { ChalkInstance } from 'chalk'
import { formatDuration } from '../../core/duration.ts'
import { type Lane, type LaneBoard, timeLeft } from './lane-board.ts'

/** More lanes than this would not fit a usual terminal; the rest is counted in one line. */
const MOST_LANES = 16
const LONGEST_NAME = 28
const ACTIVITY_WIDTH = 20

/** One line a target and one for the whole run, none wider than the terminal. */
export function renderLanes(
  board: LaneBoard,
  nowMs: number,
  columns: number,
  paint: ChalkInstance,
): string[] {
  const lanes = [...board.lanes.values()]
  const nameWidth = Math.min(LONGEST_NAME, Math.max(...lanes.map(({ target }) => target.length), 0))
  const shown = lanes.slice(0, MOST_LANES).map((lane) => renderLane(lane, nowMs, nameWidth, columns, paint))
  const hidden = lanes.length - MOST_LANES
  return [
    ...shown,
    ...(hidden > 0 ? [cut(`… and ${hidden} more`, columns)] : []),
    cut(renderTotal(board, nowMs), columns),
  ]
}

function renderLane(
  lane: Lane,
  nowMs: number,
  nameWidth: number,
  columns: number,
  paint: ChalkInstance,
): string {
  const name = cut(lane.target, nameWidth).padEnd(nameWidth)
  const activity = describeActivity(lane, nowMs).padEnd(ACTIVITY_WIDTH)
  const facts = [
    lane.of === undefined ? `${lane.done} done` : `${lane.done} of ${lane.of}`,
    describeMedian('cold', lane.coldWait),
    describeMedian('warm', lane.warmWait),
    lane.errors > 0 ? `${lane.errors} failed` : undefined,
  ]
  const rest = facts.filter(Boolean).join(' · ')
  const plain = cut(`${name}  ${activity}  ${rest}`, columns)
  return paint.bold(plain.slice(0, nameWidth)) + plain.slice(nameWidth)
}

function describeActivity({ activity }: Lane, nowMs: number): string {
  if (activity.kind === 'measuring') return `measuring ${activity.intended}`
  if (activity.kind === 'step') return cut(activity.message, ACTIVITY_WIDTH)
  if (activity.kind === 'ended') return 'done'
  if (activity.kind === 'waiting') return 'waiting for its turn'
  const leftMs = activity.until - nowMs
  return leftMs > 0 ? `idle, ${formatDuration(leftMs)} left` : 'waiting for its turn'
}

function describeMedian(name: string, { value: median }: Lane['coldWait']): string | undefined {
  return median === undefined ? undefined : `${name} p50 ${formatDuration(median)}`
}

/** `37 of 120 · about 5.2 s left`. */
export function renderTotal(board: LaneBoard, nowMs: number): string {
  const leftMs = timeLeft(board, nowMs)
  const left = leftMs === undefined || board.done >= board.of ? '' : ` · about ${formatDuration(leftMs)} left`
  return `${board.done} of ${board.of}${left}`
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text
}
