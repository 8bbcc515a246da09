import type { WhyReport } from '../../core/why-report.ts'
import { layoutLoad } from './layout.ts'

const MICROSECONDS = 1000

/**
 * The load as complete events of Chrome's trace format, for chrome://tracing and Perfetto.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export function chromeTrace({ load, function: explained }: WhyReport): string {
  const about = { pid: 1, tid: 1 }
  return `${JSON.stringify({
    displayTimeUnit: 'ms',
    traceEvents: [
      {
        ...about,
        ph: 'M',
        name: 'process_name',
        args: { name: `${explained.name} as ${explained.contract}` },
      },
      ...layoutLoad(load).map(({ name, package: of, startMs, endMs, selfMs, module }) => ({
        ...about,
        ph: 'X',
        cat: of,
        name,
        ts: startMs * MICROSECONDS,
        dur: (endMs - startMs) * MICROSECONDS,
        args: { selfMs, ...(module?.importedBy && { importedBy: module.importedBy }), ...module?.phases },
      })),
    ],
  })}\n`
}
