import { roundMs } from '../core/round-ms.ts'
import type { Distribution } from '../core/summary.ts'
import { namedFigures } from './named-figures.ts'
import type { Reporter } from './reporter.ts'

/**
 * What github-action-benchmark reads as `customSmallerIsBetter`: series are joined by exact name, so names hold
 * neither date nor address; what n does not carry is left out.
 * https://github.com/benchmark-action/github-action-benchmark#examples
 */
export const githubBenchmark: Reporter = (result) => {
  const entries = namedFigures(result).map(({ target, temperature, wait }) => ({
    name: `${target} ${temperature} p50`,
    unit: 'ms',
    value: roundMs(wait.p50Ms as number),
    ...rangeOf(wait),
    extra: [
      `n=${wait.n}`,
      ...(wait.p95Ms === undefined ? [] : [`p95=${roundMs(wait.p95Ms)}`]),
      ...(wait.p99Ms === undefined ? [] : [`p99=${roundMs(wait.p99Ms)}`]),
    ].join('\n'),
  }))
  return `${JSON.stringify(entries, undefined, 2)}\n`
}

/** Half of the interval's width; the tool has no room for two bounds. */
function rangeOf({ p50Interval: { lower, upper } = { coverage: 0 } }: Distribution): { range?: string } {
  return lower === undefined || upper === undefined ? {} : { range: `± ${roundMs((upper - lower) / 2)}` }
}
