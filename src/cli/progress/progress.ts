import { Chalk } from 'chalk'
import type { Clock } from '../../core/clock.ts'
import { formatDuration } from '../../core/duration.ts'
import { describeSampleError } from '../../core/like-messages.ts'
import type { OnRunEvent, RunEvent } from '../../core/run-event.ts'
import type { Sample } from '../../core/sample.ts'
import type { Output } from '../io.ts'
import { type LaneBoard, openBoard, updateBoard } from './lane-board.ts'
import { renderLanes, renderTotal } from './render-lanes.ts'

/** How much is shown: nothing, the lanes, or a line for each sample. */
export type ProgressMode = 'quiet' | 'normal' | 'verbose'

/** Shows a run while it goes on. */
export interface Progress {
  readonly onEvent: OnRunEvent
  /** Leaves the terminal as it was found, the last state of the lanes above it. May be called twice. */
  end(): void
}

const REDRAW_MS = 200
const HEARTBEAT_MS = 30_000
/** Up by one line; then erase from the cursor to the end of the screen. */
const UP = '\u001b[1A'
const ERASE_BELOW = '\r\u001b[0J'

/**
 * Shows a run on stderr: one lane a target where there is a terminal, else timestamped lines and a heartbeat.
 * The cursor is never hidden, so there is nothing to restore on whatever path the process ends.
 */
export function startProgress(stderr: Output, clock: Clock, mode: ProgressMode = 'normal'): Progress {
  if (mode === 'quiet') return { onEvent() {}, end() {} }
  return stderr.isTTY ? showLanes(stderr, clock, mode) : writeLines(stderr, clock, mode)
}

function showLanes(stderr: Output, clock: Clock, mode: ProgressMode): Progress {
  const paint = new Chalk({ level: stderr.colorLevel })
  const ticking = new AbortController()
  let board: LaneBoard | undefined
  let drawn = 0
  const erase = () => (drawn > 0 ? UP.repeat(drawn) + ERASE_BELOW : '')
  const draw = (above = '') => {
    const lines = board ? renderLanes(board, clock.wallMs(), stderr.columns - 1, paint) : []
    stderr.writeOwn(erase() + above + lines.map((line) => `${line}\n`).join(''))
    drawn = lines.length
  }
  const onEvent = (event: RunEvent) => {
    if (event.type === 'run-started') {
      board = openBoard(event, clock.wallMs())
      draw()
      void everySoOften(clock, REDRAW_MS, draw, ticking.signal)
    }
    if (board) updateBoard(board, event)
    const said = describeEvent(event, mode, clock.wallMs())
    if (said && (event.type !== 'run-started' || event.usualIdleMs !== undefined)) draw(`${said}\n`)
  }
  const end = () => {
    if (ticking.signal.aborted) return
    ticking.abort()
    draw()
    drawn = 0
  }
  return { onEvent, end }
}

function writeLines(stderr: Output, clock: Clock, mode: ProgressMode): Progress {
  const ticking = new AbortController()
  let board: LaneBoard | undefined
  const write = (text: string) => stderr.write(`${new Date(clock.wallMs()).toISOString()} ${text}\n`)
  const onEvent = (event: RunEvent) => {
    if (event.type === 'run-started') {
      board = openBoard(event, clock.wallMs())
      void everySoOften(
        clock,
        HEARTBEAT_MS,
        () => board && write(renderTotal(board, clock.wallMs())),
        ticking.signal,
      )
    }
    if (board) updateBoard(board, event)
    const said = describeEvent(event, mode, clock.wallMs()) ?? describeFirst(event, board)
    if (said) write(said)
  }
  return { onEvent, end: () => ticking.abort() }
}

async function everySoOften(clock: Clock, ms: number, act: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(ms, signal).catch(() => {})
    if (!signal.aborted) act()
  }
}

/** The first cold start of a target, so that numbers are there as soon as there are any. */
function describeFirst(event: RunEvent, board: LaneBoard | undefined): string | undefined {
  if (event.type !== 'sample') return undefined
  const { target, observed, error, phases } = event.sample
  const isFirst = board?.lanes.get(target)?.colds === 1
  if (observed !== 'cold' || error || !isFirst || phases.waitMs === undefined) return undefined
  return `${target}: first cold start, wait ${formatDuration(phases.waitMs)}`
}

/** An event as one line of text, or undefined where the mode does not ask for it. */
function describeEvent(event: RunEvent, mode: ProgressMode, nowMs: number): string | undefined {
  if (event.type === 'note')
    return `note: ${event.note.target ? `${event.note.target}: ` : ''}${event.note.message}`
  if (event.type === 'run-started') return describeStart(event, nowMs)
  if (event.type === 'run-finished') return `${event.run}: ${event.samples} samples, ${event.status}`
  if (mode !== 'verbose') return undefined
  if (event.type === 'sample') return `${event.done} of ${event.of}  ${describeSample(event.sample)}`
  if (event.type === 'step') return event.target ? `${event.target}: ${event.message}` : event.message
  return event.type === 'idle-started'
    ? `${event.target}: idle for ${formatDuration(event.idleMs)}`
    : undefined
}

function describeStart(event: RunEvent & { type: 'run-started' }, nowMs: number): string {
  const { run, invocations, targets, expectedMs, usualIdleMs } = event
  const about =
    expectedMs === undefined ? '' : `, about ${formatDuration(expectedMs)}${endOf(expectedMs, nowMs)}`
  const idle =
    usualIdleMs === undefined
      ? ''
      : `; ${formatDuration(usualIdleMs)} idle before each cold start, as is usual for a URL (--idle sets another)`
  const of = `${targets.length} ${targets.length === 1 ? 'target' : 'targets'}`
  return `${run}: ${invocations} ${invocations === 1 ? 'invocation' : 'invocations'} of ${of}${about}${idle}`
}

/** Of a run of minutes or hours, when it will be over. */
function endOf(expectedMs: number, nowMs: number): string {
  if (expectedMs <= 60_000) return ''
  return `, until ${new Date(nowMs + expectedMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function describeSample({ id, intended, observed, phases, error }: Sample): string {
  if (error) return `${id}: ${describeSampleError(error)}`
  const wait = phases.waitMs === undefined ? '' : `, wait ${formatDuration(phases.waitMs)}`
  return `${id}: ${intended === observed ? observed : `meant ${intended}, was ${observed}`}${wait}`
}
