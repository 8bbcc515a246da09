import { formatDuration } from './duration.ts'
import type { WayFacts } from './sample.ts'

/**
 * What is known of the ways of getting cold that run files named before they carried these facts themselves, in the
 * order in which reports show them.
 */
export const recordedWays = {
  idle: {
    name: 'idle',
    phrase: '',
    isLook: true,
    remedy: 'Wait longer, or force them with --cold-by evict where it can be done.',
  },
  evict: { name: 'evict', phrase: 'when forced' },
  burst: { name: 'burst', phrase: 'in a burst', isCluster: true },
  first: { name: 'first', phrase: 'right after a deployment', isOnce: true },
} as const satisfies Readonly<Record<string, WayFacts>>

/**
 * What a reader of a run must know of one of its ways of getting cold.
 * @param ways the facts that the run carries, if it does
 * @param name as in a sample's `coldBy`
 * @returns facts that claim nothing where neither the run nor this version knows the way
 */
export function wayFactsOf(ways: readonly WayFacts[] | undefined, name: string): WayFacts {
  const carried = ways?.find((way) => way.name === name)
  if (carried) return carried
  return Object.hasOwn(recordedWays, name)
    ? recordedWays[name as keyof typeof recordedWays]
    : { name, phrase: `by ${name}` }
}

/** `idle 15 m 00 s`, `evict`: a way and its idle period, as tables and notes name it. */
export function nameOfWay(way: { readonly coldBy: string; readonly plannedIdleMs?: number }): string {
  const { coldBy, plannedIdleMs } = way
  return plannedIdleMs === undefined ? coldBy : `${coldBy} ${formatDuration(plannedIdleMs)}`
}
