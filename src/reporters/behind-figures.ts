import type { MeasuredWaits } from '../core/measured-waits.ts'
import type { Result } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { coldWayOf } from '../stats/result/sample-kind.ts'
import { groupNames } from '../stats/result/target-group.ts'
import type { NamedFigures } from './named-figures.ts'

/** The way of warm invocations, beside those of getting cold. */
export const WARM = 'warm'

/** Which of a target's figures a sample is behind. */
export interface BehindFigure {
  /** The replica's group. */
  readonly target: string
  /** `WARM`, or `coldWayOf`: ways are told apart as summaries tell them. */
  readonly way: string
  /** False for one that was meant to be cold and is not known to have been. */
  readonly isProven: boolean
}

/** What samples, and waits that are alike, have in common. */
type Told = Pick<Sample, 'target' | 'intended' | 'observed' | 'coldBy' | 'plannedIdleMs'> & {
  readonly error?: unknown
}

/**
 * Says of one sample after the other which figure it is behind.
 * @returns undefined for failed ones, and for those that are in no figure, as warm ones that were cold
 */
export function figureFinder({ targets }: Result): (told: Told) => BehindFigure | undefined {
  const groups = groupNames(targets)
  return (told) => {
    if (told.error) return undefined
    const target = groups.get(told.target) ?? told.target
    if (told.intended === 'cold') return { target, way: coldWayOf(told), isProven: told.observed === 'cold' }
    return told.observed === 'warm' ? { target, way: WARM, isProven: true } : undefined
  }
}

/** Where the samples of a figure are found among those of others. */
export function figureKey({ target, way }: Pick<BehindFigure, 'target' | 'way'>): string {
  return `${target}\n${way}`
}

/** The same of figures that have a name. */
export function keyOfFigures({ target, coldBy, plannedIdleMs }: NamedFigures): string {
  const idle = plannedIdleMs === undefined ? {} : { plannedIdleMs }
  return figureKey({ target, way: coldBy === undefined ? WARM : coldWayOf({ coldBy, ...idle }) })
}

/** The waits behind each figure, sorted out once for all of them. */
export function waitsBehind(result: Result): (figures: NamedFigures) => readonly MeasuredWaits[] {
  const find = figureFinder(result)
  const found = new Map<string, MeasuredWaits[]>()
  for (const waits of result.waits) {
    const figure = find(waits)
    if (!figure?.isProven) continue
    const known = found.get(figureKey(figure))
    if (known) known.push(waits)
    else found.set(figureKey(figure), [waits])
  }
  return (figures) => found.get(keyOfFigures(figures)) ?? []
}
