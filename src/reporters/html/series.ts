import type { Result } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import type { Distribution, Summary } from '../../core/summary.ts'
import { nameOfWay } from '../../core/way-facts.ts'
import { isMeantCold, isWarm, timedSamples } from '../timed-samples.ts'

/** One line of a chart: the waits of one target in one temperature, of one way of getting cold. */
export interface Series {
  readonly target: string
  readonly label: string
  readonly temperature: 'cold' | 'warm'
  /** Which of the page's colours; one a target. */
  readonly color: number
  readonly samples: readonly Sample[]
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
export function seriesOf(results: readonly Result[]): Series[] {
  const targets = results.flatMap((result) =>
    result.summaries.map((summary) => ({ result, summary, name: nameIn(results, result, summary.target) })),
  )
  const colors = chooseColors(targets.map(({ summary }) => summary.provider))
  return targets.flatMap(({ result, summary, name }, index) =>
    seriesOfTarget(result, summary, { target: name, color: colors[index] ?? 0 }),
  )
}

/** The name of a target on the page. */
export function nameIn(results: readonly Result[], result: Result, target: string): string {
  return results.length > 1 ? `${target} (${result.run.id})` : target
}

function seriesOfTarget(result: Result, summary: Summary, place: Pick<Series, 'target' | 'color'>): Series[] {
  const replied = timedSamples(result, summary.target)
  const { target } = place
  const cold = summary.cold.map((way): Series => {
    const isKnown = way.observed > 0
    return {
      ...place,
      temperature: 'cold',
      label: `${target} · ${isKnown ? 'cold by' : 'meant to be cold by'} ${nameOfWay(way)}`,
      samples: replied.filter(
        (sample) => isMeantCold(sample, way) && (!isKnown || sample.observed === 'cold'),
      ),
      distribution: isKnown ? way.wait : (way.waitAsIntended ?? way.wait),
    }
  })
  const warm = replied.filter(isWarm)
  const all: Series[] = [
    ...cold,
    { ...place, temperature: 'warm', label: `${target} · warm`, samples: warm, distribution: summary.warm },
  ]
  return all.filter(({ samples, distribution }) => samples.length > 0 || distribution.p50Ms !== undefined)
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

/** Waits in ms, ascending. */
export function sortedWaits({ samples }: Series): number[] {
  return samples.map(({ phases }) => phases.waitMs as number).sort((a, b) => a - b)
}
