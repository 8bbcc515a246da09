import type { Result } from '../../core/result.ts'
import type { Distribution, Summary } from '../../core/summary.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { coldWayOf } from '../../stats/result/sample-kind.ts'
import { type SortedSamples, sortInPlace } from '../../stats/sorted-samples.ts'
import { WARM } from '../behind-figures.ts'
import type { GatheredSamples, Points } from './gather-samples.ts'

/** One run on a page. */
export interface PageRun {
  readonly result: Result
  readonly samples: GatheredSamples
}

/** One line of a chart: the waits of one target in one temperature, of one way of getting cold. */
export interface Series {
  /** Id of the run that it is of. */
  readonly run: string
  readonly target: string
  readonly label: string
  readonly temperature: 'cold' | 'warm'
  /** Which of the page's colours; one a target. */
  readonly color: number
  readonly points: Points
  /** Waits in ms, ascending. */
  readonly sorted: SortedSamples
  readonly distribution: Distribution
}

/** Colours that the page's style has. */
export const COLORS = 8

/** The colour of each platform, so that it looks the same on every page. */
const PLATFORM_COLORS: Readonly<Record<string, number>> = { lambda: 0, vercel: 1, netlify: 2, google: 3 }

/**
 * What is drawn of one run or several, target by target: cold starts in each of their ways, then warm invocations.
 * Where several runs are given, the run is part of each name.
 */
export function seriesOf(runs: readonly PageRun[]): Series[] {
  const results = runs.map(({ result }) => result)
  const targets = runs.flatMap(({ result, samples }) =>
    result.summaries.map((summary) => ({
      samples,
      summary,
      run: result.run.id,
      name: nameIn(results, result, summary.target),
    })),
  )
  const colors = chooseColors(targets.map(({ summary }) => summary.provider))
  return targets.flatMap(({ samples, summary, run, name }, index) =>
    seriesOfTarget(samples, summary, { run, target: name, color: colors[index] ?? 0 }),
  )
}

/** The name of a target on the page. */
export function nameIn(results: readonly Result[], result: Result, target: string): string {
  return results.length > 1 ? `${target} (${result.run.id})` : target
}

function seriesOfTarget(
  samples: GatheredSamples,
  summary: Summary,
  place: Pick<Series, 'run' | 'target' | 'color'>,
): Series[] {
  const { target } = summary
  const cold = summary.cold.map((way) => {
    const isProven = way.observed > 0
    return withSorted({
      ...place,
      temperature: 'cold',
      label: `${place.target} · ${isProven ? 'cold by' : 'meant to be cold by'} ${nameOfWay(way)}`,
      points: samples.pointsOf({ target, way: coldWayOf(way), isProven }),
      distribution: isProven ? way.wait : (way.waitAsIntended ?? way.wait),
    })
  })
  const warm = withSorted({
    ...place,
    temperature: 'warm',
    label: `${place.target} · warm`,
    points: samples.pointsOf({ target, way: WARM, isProven: true }),
    distribution: summary.warm,
  })
  return [...cold, warm].filter(
    ({ sorted, distribution }) => sorted.length > 0 || distribution.p50Ms !== undefined,
  )
}

function withSorted(series: Omit<Series, 'sorted'>): Series {
  const { waitMs } = series.points
  // Not `from`, which first makes a list of boxed numbers.
  const waits = new Float64Array(waitMs.length)
  for (let row = 0; row < waits.length; row++) waits[row] = waitMs.at(row)
  return { ...series, sorted: sortInPlace(waits) }
}

/** A platform's own colour for its first target; the others take what is free, in order. */
function chooseColors(providers: readonly string[]): number[] {
  const taken = new Set<number>()
  const own = providers.map((provider) => {
    const color = PLATFORM_COLORS[provider]
    if (color === undefined || taken.has(color)) return undefined
    taken.add(color)
    return color
  })
  const free = Array.from({ length: COLORS }, (_, color) => color).filter((color) => !taken.has(color))
  let next = 0
  return own.map((color) => color ?? free[next++ % Math.max(1, free.length)] ?? 0)
}
