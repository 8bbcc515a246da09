import type { MeasuredWaits } from '../core/measured-waits.ts'
import { waitsBehind } from './behind-figures.ts'
import { type NamedFigures, namedFigures } from './named-figures.ts'
import type { Reporter } from './reporter.ts'

/** Upper bounds of the buckets, seconds: 1–2.5–5 from a millisecond to a minute. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60] as const

/**
 * OpenMetrics 1.0 text: waits as histograms in seconds, failed invocations as counters.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const openmetrics: Reporter = (result) => {
  const figures = namedFigures(result)
  const find = waitsBehind(result)
  return [
    '# TYPE coldstart_wait_seconds histogram',
    '# UNIT coldstart_wait_seconds seconds',
    '# HELP coldstart_wait_seconds From the request being written to the first byte of the reply.',
    ...figures.flatMap((one) => histogram(one, find(one))),
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

function histogram(
  { target, isCold, coldBy, plannedIdleMs }: NamedFigures,
  waits: readonly MeasuredWaits[],
): string[] {
  const own = {
    target,
    temperature: isCold ? 'cold' : 'warm',
    ...(coldBy === undefined ? {} : { cold_by: coldBy }),
    ...(plannedIdleMs === undefined ? {} : { idle_seconds: String(plannedIdleMs / 1000) }),
  }
  const { counts, count, sum } = countWaits(waits)
  return [
    ...[...BUCKETS, Number.POSITIVE_INFINITY].map((bound, index) => {
      const le = bound === Number.POSITIVE_INFINITY ? '+Inf' : canonical(bound)
      return `coldstart_wait_seconds_bucket${labels({ ...own, le })} ${counts[index]}`
    }),
    `coldstart_wait_seconds_count${labels(own)} ${count}`,
    `coldstart_wait_seconds_sum${labels(own)} ${sum}`,
  ]
}

/** How many waits there are up to each bound, and up to any. */
function countWaits(waits: readonly MeasuredWaits[]) {
  const within = Array.from({ length: BUCKETS.length + 1 }, () => 0)
  let [count, sum] = [0, 0]
  for (const { waitMs = [] } of waits)
    for (const ms of waitMs) {
      const bucket = BUCKETS.findIndex((bound) => ms / 1000 <= bound)
      const index = bucket < 0 ? BUCKETS.length : bucket
      within[index] = (within[index] ?? 0) + 1
      count++
      sum += ms / 1000
    }
  let below = 0
  return { counts: within.map((n) => (below += n)), count, sum }
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
