import { namedFigures } from './named-figures.ts'
import type { Reporter } from './reporter.ts'

const NANOSECONDS = 1e6

/**
 * Bencher Metric Format: median waits as latency, in nanoseconds, with the bounds of their intervals where there are
 * any. https://bencher.dev/docs/reference/bencher-metric-format/
 */
export const bencher: Reporter = (result) => {
  const metrics = namedFigures(result).map(({ target, temperature, wait }) => {
    const { lower, upper } = wait.p50Interval ?? {}
    const latency = {
      value: nanoseconds(wait.p50Ms as number),
      ...(lower === undefined ? {} : { lower_value: nanoseconds(lower) }),
      ...(upper === undefined ? {} : { upper_value: nanoseconds(upper) }),
    }
    return [`${target}/${temperature}`, { latency }] as const
  })
  return `${JSON.stringify(Object.fromEntries(metrics), undefined, 2)}\n`
}

function nanoseconds(ms: number): number {
  return Math.round(ms * NANOSECONDS)
}
