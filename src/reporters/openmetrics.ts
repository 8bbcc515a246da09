import type { Result } from '../core/result.ts'
import { type NamedFigures, namedFigures } from './named-figures.ts'
import type { Reporter } from './reporter.ts'
import { samplesBehind } from './timed-samples.ts'

/** Upper bounds of the buckets, seconds: 1–2.5–5 from a millisecond to a minute. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60] as const

/**
 * OpenMetrics 1.0 text: waits as histograms in seconds, failed invocations as counters.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const openmetrics: Reporter = (result) => {
  const figures = namedFigures(result)
  return [
    '# TYPE coldstart_wait_seconds histogram',
    '# UNIT coldstart_wait_seconds seconds',
    '# HELP coldstart_wait_seconds From the request being written to the first byte of the reply.',
    ...figures.flatMap((one) => histogram(result, one)),
    '# TYPE coldstart_invocation_errors counter',
    '# HELP coldstart_invocation_errors Invocations that failed, which are in no histogram.',
    ...result.summaries.flatMap(({ target, errors }) =>
      Object.entries(errors).map(
        ([kind, n]) => `coldstart_invocation_errors_total${labels({ target, kind })} ${n}`,
      ),
    ),
    '# EOF',
    '',
  ].join('\n')
}

function histogram(result: Result, figures: NamedFigures): string[] {
  const seconds = samplesBehind(result, figures).map(({ phases }) => (phases.waitMs as number) / 1000)
  const { target, isCold, coldBy, plannedIdleMs } = figures
  const own = {
    target,
    temperature: isCold ? 'cold' : 'warm',
    ...(coldBy === undefined ? {} : { cold_by: coldBy }),
    ...(plannedIdleMs === undefined ? {} : { idle_seconds: String(plannedIdleMs / 1000) }),
  }
  const sum = seconds.reduce((total, value) => total + value, 0)
  return [
    ...[...BUCKETS, Number.POSITIVE_INFINITY].map((bound) => {
      const le = bound === Number.POSITIVE_INFINITY ? '+Inf' : canonical(bound)
      return `coldstart_wait_seconds_bucket${labels({ ...own, le })} ${seconds.filter((value) => value <= bound).length}`
    }),
    `coldstart_wait_seconds_count${labels(own)} ${seconds.length}`,
    `coldstart_wait_seconds_sum${labels(own)} ${sum}`,
  ]
}

/** A whole number is written with a point, as the specification's canonical floats are. */
function canonical(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function labels(pairs: Readonly<Record<string, string>>): string {
  const written = Object.entries(pairs).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return `{${written.join(',')}}`
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
