import { formatDuration } from '../../core/duration.ts'
import type { Warning } from '../../core/result.ts'
import type { Distribution } from '../../core/summary.ts'
import { measuredValues } from '../map-values.ts'
import { orderStatisticInterval } from '../order-statistic-interval.ts'
import { median } from '../quantile.ts'
import { type SortedSamples, sortInPlace, sortSamples } from '../sorted-samples.ts'
import type { SampleTable } from './sample-table.ts'

/** Why a set that lost its slow ones has no median, no tail and no comparison. */
export const SLOW_ONES_LOST = 'slow replies were refused or did not come, so what is left is too fast'

/** Replies that were refused (a cache, a wall, an error) or did not come in time, against those kept. */
export interface LostReplies {
  readonly n: number
  /** Of `n`, those that did not come in time: longer than any. */
  readonly timedOut: number
  /** Median wait of those that came, ms. */
  readonly p50Ms?: number
  /** With the lost ones counted the median would lie above the interval of the kept ones: the run lost its slow ones. */
  readonly slowOnesLost: boolean
}

/** Without an interval a median that would move by more than this share has lost its slow ones. */
const MOVED = 0.05

/**
 * What was lost of a set of rows.
 * @param intended rows of one kind, errors included
 * @param kept waits of those in the figures, ms
 * @returns undefined where nothing that had a wait was lost
 */
export function findLost(
  table: SampleTable,
  intended: Uint32Array,
  kept: SortedSamples,
): LostReplies | undefined {
  const failed = intended.filter((row) => table.kindAt(row).error !== undefined)
  const waits = sortInPlace(measuredValues(failed.filter(cameAndCounts), (row) => table.wait.at(row)))
  const timedOut = failed.filter((row) => table.kindAt(row).error === 'timeout').length
  const n = waits.length + timedOut
  if (n === 0) return undefined
  return {
    n,
    timedOut,
    ...(waits.length > 0 ? { p50Ms: median(waits) } : {}),
    slowOnesLost: kept.length > 0 && movesMedian(kept, waits, timedOut),
  }

  function cameAndCounts(row: number): boolean {
    const { error } = table.kindAt(row)
    return error !== 'timeout' && error !== 'client' && error !== 'void'
  }
}

function movesMedian(kept: SortedSamples, lost: SortedSamples, timedOut: number): boolean {
  const beyond = 2 * Math.max(kept[kept.length - 1] as number, lost[lost.length - 1] ?? 0)
  const all = sortSamples([...kept, ...lost, ...Array.from({ length: timedOut }, () => beyond)])
  const { upper } = orderStatisticInterval(kept, 0.5)
  return median(all) > (upper ?? median(kept) * (1 + MOVED))
}

/** A distribution whose set lost its slow ones: its size and its ends. */
export function withoutMedian({ n, minMs, maxMs }: Distribution): Distribution {
  return {
    n,
    ...(minMs === undefined ? {} : { minMs }),
    ...(maxMs === undefined ? {} : { maxMs }),
    refused: { p50Ms: SLOW_ONES_LOST, p95Ms: SLOW_ONES_LOST, p99Ms: SLOW_ONES_LOST },
  }
}

/**
 * What replies that are in no figure waited, against those that are.
 * @param meant what they were meant to be: `cold (idle)`, `warm`
 */
export function lostWarning(
  meant: string,
  { waits, lost }: { readonly waits: SortedSamples; readonly lost?: LostReplies },
): Warning[] {
  if (!lost) return []
  const { n, timedOut, p50Ms, slowOnesLost } = lost
  const facts = [
    ...(p50Ms === undefined ? [] : [`waited ${formatDuration(p50Ms)} in the median`]),
    ...(timedOut === 0 ? [] : [`${timedOut} did not come in time`]),
    ...(waits.length === 0 ? [] : [`the ${waits.length} kept ${formatDuration(median(waits))}`]),
  ]
  const verdict = slowOnesLost ? ' The run lost its slow ones, so no median is named.' : ''
  return [
    {
      code: slowOnesLost ? 'slow-replies-lost' : 'replies-lost',
      message: `${n === 1 ? '1 reply' : `${n} replies`} meant to be ${meant} in no figure: ${facts.join(', ')}.${verdict}`,
    },
  ]
}
