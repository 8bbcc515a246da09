import { jsonPieces } from '../core/json-pieces.ts'
import type { Result } from '../core/result.ts'
import { figureFinder, figureKey, keyOfFigures } from './behind-figures.ts'
import { type NamedFigures, namedFigures } from './named-figures.ts'
import { type SampleReporter, wholeReport } from './reporter.ts'

/**
 * The shape of hyperfine's `--export-json`, in seconds, so that its plotting scripts can be used. CPU times are null:
 * a client cannot see them. https://github.com/sharkdp/hyperfine/tree/master/scripts
 */
export const beginHyperfine: SampleReporter = (result) => {
  const find = figureFinder(result)
  const times = new Map<string, number[]>()
  return {
    add(sample) {
      const { waitMs } = sample.phases
      const figure = find(sample)
      if (!figure?.isProven || waitMs === undefined) return ''
      const key = figureKey(figure)
      const known = times.get(key)
      if (known) known.push(waitMs / 1000)
      else times.set(key, [waitMs / 1000])
      return ''
    },
    end: () => jsonPieces({ results: entriesOf(result, times) }),
  }
}

/** A result as hyperfine's JSON, which its scripts read. */
export const hyperfine = wholeReport(beginHyperfine)

function entriesOf(result: Result, times: ReadonlyMap<string, readonly number[]>) {
  const summaries = new Map(result.summaries.map((summary) => [summary.target, summary]))
  return namedFigures(result).flatMap((figures) => {
    const own = times.get(keyOfFigures(figures))
    return own ? [entryOf(figures, own, summaries.get(figures.target)?.parameters)] : []
  })
}

function entryOf(
  { target, temperature, wait }: NamedFigures,
  times: readonly number[],
  parameters: Result['summaries'][number]['parameters'],
) {
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
    ...(parameters ? { parameters: asTexts(parameters) } : {}),
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
