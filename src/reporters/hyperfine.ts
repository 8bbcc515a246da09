import type { Result } from '../core/result.ts'
import { type NamedFigures, namedFigures } from './named-figures.ts'
import type { Reporter } from './reporter.ts'
import { samplesBehind } from './timed-samples.ts'

/**
 * The shape of hyperfine's `--export-json`, in seconds, so that its plotting scripts can be used. CPU times are null:
 * a client cannot see them. https://github.com/sharkdp/hyperfine/tree/master/scripts
 */
export const hyperfine: Reporter = (result) => {
  const results = namedFigures(result).flatMap((figures) => entryOf(result, figures) ?? [])
  return `${JSON.stringify({ results }, undefined, 2)}\n`
}

function entryOf(result: Result, figures: NamedFigures) {
  const times = samplesBehind(result, figures).map(({ phases }) => (phases.waitMs as number) / 1000)
  if (times.length === 0) return undefined
  const { target, temperature, wait } = figures
  const summary = result.summaries.find((one) => one.target === target)
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return {
    command: `${target} ${temperature}`,
    mean,
    stddev: standardDeviation(times, mean),
    median: (wait.p50Ms as number) / 1000,
    user: null,
    system: null,
    min: (wait.minMs as number) / 1000,
    max: (wait.maxMs as number) / 1000,
    times,
    exit_codes: times.map(() => 0),
    ...(summary?.parameters ? { parameters: asTexts(summary.parameters) } : {}),
  }
}

/** Of a sample; null for a single one, as hyperfine has it. */
function standardDeviation(times: readonly number[], mean: number): number | null {
  if (times.length < 2) return null
  return Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1))
}

function asTexts(parameters: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, String(value)]))
}
