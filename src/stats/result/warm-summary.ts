import type { Distribution } from '../../core/summary.ts'
import { measuredValues } from '../map-values.ts'
import { type SortedSamples, sortInPlace } from '../sorted-samples.ts'
import { mediansByCluster, summariseClustered } from './clustered-waits.ts'
import { summariseDistribution } from './distribution.ts'
import { findLost, type LostReplies, withoutMedian } from './lost-replies.ts'
import type { SampleKind } from './sample-kind.ts'
import type { SampleTable } from './sample-table.ts'

/** The warm waits of one function. */
export interface WarmWaits {
  /** Every warm wait, ms. */
  readonly waits: SortedSamples
  /** One median a known instance, ms; empty where the function is silent about its instance. */
  readonly instanceMedians: SortedSamples
  /** Replies meant to be warm that are in no figure. */
  readonly lost?: LostReplies
}

/** Intended warm and found warm; the first warm one of an instance is among them. */
export function isWarm(kind: SampleKind): boolean {
  return kind.intended === 'warm' && kind.observed === 'warm' && kind.error === undefined
}

/** The warm waits in a table of samples. */
export function collectWarm(table: SampleTable): WarmWaits {
  const rows = table.rowsOf(isWarm)
  const waits = sortInPlace(measuredValues(rows, (row) => table.wait.at(row)))
  const instanceMedians = mediansByCluster(
    rows,
    (row) => table.instance.at(row),
    (row) => table.wait.at(row),
  )
  const lost = findLost(
    table,
    table.rowsOf(({ intended }) => intended === 'warm'),
    waits,
  )
  return { waits, instanceMedians, ...(lost ? { lost } : {}) }
}

/** Quantiles over all warm samples, the median's interval over instances; no median where the slow ones were lost. */
export function summariseWarm({ waits, instanceMedians, lost }: WarmWaits): Distribution {
  if (lost?.slowOnesLost) return withoutMedian(summariseDistribution(waits))
  return summariseClustered(waits, instanceMedians, {
    count: 'instances',
    samples: 'warm samples of one instance',
  })
}
