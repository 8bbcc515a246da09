import type { Result } from '../core/result.ts'
import type { Distribution } from '../core/summary.ts'
import { nameOfWay, wayFactsOf } from '../core/way-facts.ts'
import { shownWays } from './table/ways.ts'

/** The waits of one target in one temperature, under a name that stays the same from run to run. */
export interface NamedFigures {
  readonly target: string
  /** `cold`, where there are several ways of getting cold `cold (idle 15 m 00 s)`, or `warm`. */
  readonly temperature: string
  readonly isCold: boolean
  readonly coldBy?: string
  readonly plannedIdleMs?: number
  readonly wait: Distribution
}

/**
 * What other tools keep as series: no date, run id or address in a name. What happens once a deployment is left out
 * beside other ways; so is what has no figure.
 */
export function namedFigures({ summaries, ways }: Result): NamedFigures[] {
  return summaries.flatMap((summary) => {
    const { target, warm } = summary
    const shown = shownWays(summary, ways)
    const isOnly = shown.filter(({ coldBy }) => !wayFactsOf(ways, coldBy).isOnce).length < 2
    const cold = shown.map(
      ({ coldBy, plannedIdleMs, wait }): NamedFigures => ({
        target,
        temperature: isOnly
          ? 'cold'
          : `cold (${nameOfWay({ coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) })})`,
        isCold: true,
        coldBy,
        ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }),
        wait,
      }),
    )
    return [...cold, { target, temperature: 'warm', isCold: false, wait: warm }].filter(
      ({ wait }) => wait.p50Ms !== undefined,
    )
  })
}
