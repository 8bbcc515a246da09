import { formatDuration } from '../../core/duration.ts'
import type { RunEvent } from '../../core/run-event.ts'
import type { Sample } from '../../core/sample.ts'
import type { ProgressMode } from './progress.ts'

/** An event as one line of text, or undefined where the mode does not ask for it. */
export function describeEvent(event: RunEvent, mode: ProgressMode): string | undefined {
  if (event.type === 'note')
    return `note: ${event.note.target ? `${event.note.target}: ` : ''}${event.note.message}`
  if (event.type === 'run-started') return describeStart(event)
  if (event.type === 'run-finished') return `${event.run}: ${event.samples} samples, ${event.status}`
  if (mode !== 'verbose') return undefined
  if (event.type === 'sample') return `${event.done} of ${event.of}  ${describeSample(event.sample)}`
  if (event.type === 'step') return event.target ? `${event.target}: ${event.message}` : event.message
  return event.type === 'idle-started'
    ? `${event.target}: idle for ${formatDuration(event.idleMs)}`
    : undefined
}

function describeStart({
  run,
  invocations,
  targets,
  expectedMs,
}: RunEvent & { type: 'run-started' }): string {
  const about = expectedMs === undefined ? '' : `, about ${formatDuration(expectedMs)}`
  return `${run}: ${invocations} invocations of ${targets.length} targets${about}`
}

function describeSample({ id, intended, observed, phases, error }: Sample): string {
  if (error) return `${id}: ${error.kind}: ${error.message}`
  const wait = phases.waitMs === undefined ? '' : `, wait ${formatDuration(phases.waitMs)}`
  return `${id}: ${intended === observed ? observed : `meant ${intended}, was ${observed}`}${wait}`
}
