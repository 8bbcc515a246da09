import { formatDuration } from '../core/duration.ts'
import type { Result } from '../core/result.ts'
import type { ColdSummary, Summary } from '../core/summary.ts'
import { wayFactsOf } from '../core/way-facts.ts'
import { coldMeanings } from './cold-means.ts'

/** Who took part in one way of getting cold, fastest first. */
export interface Contender {
  readonly summary: Summary
  readonly cold: ColdSummary
  readonly p50Ms: number
  /** What its cold start is, where it is not the platform's own. */
  readonly means?: string
}

/** One way of getting cold and, where several idle periods were tried, one of them: what a sentence speaks of. */
export interface Scene {
  readonly coldBy: ColdSummary['coldBy']
  readonly contenders: readonly Contender[]
  /** `` after 15 m 00 s idle``, `` when forced``; empty where nothing else was tried. */
  readonly words: string
}

/**
 * The scenes of a result: for each way the one with the most to say first (targets, then samples, then the
 * longest idle period), then those of the other idle periods. One that happens once a deployment only where it
 * is the only way.
 */
export function coldScenes({ summaries, targets, ways: facts }: Result): Scene[][] {
  const meanings = coldMeanings({ targets })
  const all = summaries.flatMap((summary) =>
    summary.cold.flatMap((cold): Contender[] => {
      const { p50Ms } = cold.wait
      const means = meanings.get(summary.target)
      return p50Ms === undefined ? [] : [{ summary, cold, p50Ms, ...(means !== undefined && { means }) }]
    }),
  )
  const repeated = all.filter(({ cold }) => !wayFactsOf(facts, cold.coldBy).isOnce)
  const used = repeated.length > 0 ? repeated : all
  const ways = [...new Set(used.map(({ cold }) => cold.coldBy))]
  return ways.map((coldBy) =>
    scenesOfWay(
      coldBy,
      used.filter(({ cold }) => cold.coldBy === coldBy),
      summaries,
      facts,
    ),
  )
}

/** One scene where each target has a single idle period, else one an idle period. */
function scenesOfWay(
  coldBy: ColdSummary['coldBy'],
  contenders: readonly Contender[],
  summaries: readonly Summary[],
  facts: Result['ways'],
): Scene[] {
  const several = summaries.some(({ cold }) => cold.filter((one) => one.coldBy === coldBy).length > 1)
  if (!several) return [{ coldBy, contenders: fastestFirst(contenders), words: wayWords(facts, coldBy) }]
  const periods = [...new Set(contenders.map(({ cold }) => cold.plannedIdleMs))]
  const scenes = periods.map((plannedIdleMs) => ({
    coldBy,
    contenders: fastestFirst(contenders.filter(({ cold }) => cold.plannedIdleMs === plannedIdleMs)),
    words: periodWords(facts, coldBy, plannedIdleMs),
    weight: plannedIdleMs ?? 0,
  }))
  return scenes.sort(
    (a, b) => b.contenders.length - a.contenders.length || samplesOf(b) - samplesOf(a) || b.weight - a.weight,
  )
}

function fastestFirst(contenders: readonly Contender[]): Contender[] {
  return [...contenders].sort((a, b) => a.p50Ms - b.p50Ms)
}

function samplesOf({ contenders }: Pick<Scene, 'contenders'>): number {
  return contenders.reduce((sum, { cold }) => sum + cold.wait.n, 0)
}

/** How a cold start was brought about, after a noun or a verb. */
function wayWords(facts: Result['ways'], coldBy: ColdSummary['coldBy']): string {
  const { phrase } = wayFactsOf(facts, coldBy)
  return phrase && ` ${phrase}`
}

/** The same with the idle period named. */
export function periodWords(
  facts: Result['ways'],
  coldBy: ColdSummary['coldBy'],
  plannedIdleMs: number | undefined,
): string {
  const idle = plannedIdleMs === undefined ? '' : ` after ${formatDuration(plannedIdleMs)} idle`
  return `${wayWords(facts, coldBy)}${idle}`
}
