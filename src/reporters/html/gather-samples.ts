import type { Result } from '../../core/result.ts'
import type { Sample } from '../../core/sample.ts'
import { type Column, numberColumn } from '../../stats/result/column.ts'
import { type BehindFigure, figureFinder, figureKey } from '../behind-figures.ts'

/** Up to so many samples stand on the page one by one. */
export const LISTED = 1000
/** Beyond that, so many of the slowest. */
export const SLOWEST = 200
/** More marks than this on one line of a drawing are not told apart. */
const MOST_MARKS = 240

/** What drawings need of the samples behind one figure, side by side, in the order of the run. */
export interface Points {
  readonly waitMs: Column
  /** When each was sent, epoch ms. */
  readonly startMs: Column
  /** Of the first of them: when they were sent, and the idle period before. */
  readonly idle: { readonly startMs: number; readonly idleMs: number }[]
  /** When those of the first of them were sent during which this machine was busy, epoch ms; and of how many it was. */
  readonly busyMs: number[]
  busy: number
}

/** What a page needs of a run's samples; a run may have more of them than memory. */
export interface GatheredSamples {
  readonly count: number
  /** The first `LISTED`, in the order of the run. */
  readonly first: readonly Sample[]
  /** The `SLOWEST` slowest, slowest first. */
  readonly slowest: readonly Sample[]
  pointsOf(figure: BehindFigure): Points
  add(sample: Sample): void
}

/** Gathers samples as they are added. */
export function gatherSamples(result: Result): GatheredSamples {
  const find = figureFinder(result)
  const points = new Map<string, Points>()
  const first: Sample[] = []
  let slowest: Sample[] = []
  let count = 0
  const cutSlowest = () => {
    slowest = slowest.sort((a, b) => waitOf(b) - waitOf(a)).slice(0, SLOWEST)
    return slowest
  }
  return {
    get count() {
      return count
    },
    first,
    get slowest() {
      return cutSlowest()
    },
    pointsOf: (figure) => points.get(keyOf(figure)) ?? noPoints(),
    add(sample) {
      count++
      if (first.length < LISTED) first.push(sample)
      if (slowest.push(sample) >= 2 * SLOWEST) cutSlowest()
      const figure = find(sample)
      if (!figure || sample.phases.waitMs === undefined) return
      const key = keyOf(figure)
      const own = points.get(key) ?? noPoints()
      points.set(key, own)
      addPoint(own, sample)
    },
  }
}

/** The samples that a result carries itself. */
export function gatherAll(result: Result): GatheredSamples {
  const gathered = gatherSamples(result)
  for (const sample of result.samples) gathered.add(sample)
  return gathered
}

/** Ms; 0 where no reply began. */
export function waitOf({ phases }: Sample): number {
  return phases.waitMs ?? 0
}

function keyOf(figure: BehindFigure): string {
  return `${figureKey(figure)}\n${figure.isProven}`
}

function noPoints(): Points {
  return { waitMs: numberColumn(), startMs: numberColumn(), idle: [], busyMs: [], busy: 0 }
}

function addPoint(points: Points, sample: Sample): void {
  const startMs = Date.parse(sample.startedAt)
  points.waitMs.push(waitOf(sample))
  points.startMs.push(startMs)
  const { idleMs, flags } = sample
  if (idleMs !== undefined && points.idle.length < MOST_MARKS) points.idle.push({ startMs, idleMs })
  if (!flags?.includes('loop-delay')) return
  points.busy++
  if (points.busyMs.length < MOST_MARKS) points.busyMs.push(startMs)
}
