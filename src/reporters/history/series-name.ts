import { nameOfWay } from '../../core/way-facts.ts'
import type { SeriesHistory } from '../../stats/history/history.ts'

/** `cold by idle 15 m 00 s`. */
export function wayOfSeries({ coldBy, plannedIdleMs }: SeriesHistory): string {
  return `cold by ${nameOfWay({ coldBy, ...(plannedIdleMs === undefined ? {} : { plannedIdleMs }) })}`
}

/**
 * Names of series for sentences: of a target that has one series its own, else with the way of getting cold, and with the
 * machine where that differs too.
 */
export function namesOfSeries(all: readonly SeriesHistory[]): (series: SeriesHistory) => string {
  return (series) => {
    const { target, measuredOn } = series
    const same = all.filter((one) => one.target === target)
    if (same.length < 2) return target
    const way = wayOfSeries(series)
    const sameWay = same.filter((one) => wayOfSeries(one) === way)
    return sameWay.length < 2 ? `${target} ${way}` : `${target} ${way} on ${measuredOn}`
  }
}
