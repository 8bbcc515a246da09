import type { WhyReport } from '../../core/why-report.ts'
import { type LoadBar, layoutLoad } from './layout.ts'

/** The load as a flame graph for speedscope.app. https://www.speedscope.app/file-format-schema.json */
export function speedscope({ load, function: explained, tool, startedAt }: WhyReport): string {
  const bars = layoutLoad(load)
  const name = `load of ${explained.name} as ${explained.contract}`
  return `${JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: `coldstart@${tool.version}`,
    name: `${name}, ${startedAt}`,
    activeProfileIndex: 0,
    shared: { frames: bars.map(frameOf) },
    profiles: [
      {
        type: 'evented',
        name,
        unit: 'milliseconds',
        startValue: 0,
        endValue: Math.max(0, ...bars.map(({ endMs }) => endMs)),
        events: eventsOf(bars),
      },
    ],
  })}\n`
}

function frameOf({ name, module }: LoadBar): { name: string; file?: string; line?: number } {
  const { importedBy } = module ?? {}
  if (!importedBy) return { name }
  return { name, file: importedBy.file, ...(importedBy.line !== undefined && { line: importedBy.line }) }
}

interface FrameEvent {
  readonly type: 'O' | 'C'
  readonly frame: number
  readonly at: number
}

/** Each bar is closed before the next one on its level, or above, is opened. */
function eventsOf(bars: readonly LoadBar[]): FrameEvent[] {
  const events: FrameEvent[] = []
  const open: number[] = []
  const closeTo = (depth: number) => {
    while (open.length > depth) {
      const frame = open.pop() as number
      events.push({ type: 'C', frame, at: bars[frame]?.endMs ?? 0 })
    }
  }
  for (const [frame, { startMs, depth }] of bars.entries()) {
    closeTo(depth)
    events.push({ type: 'O', frame, at: startMs })
    open.push(frame)
  }
  closeTo(0)
  return events
}
