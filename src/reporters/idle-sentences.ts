import { formatDuration } from '../core/duration.ts'
import type { ColdSummary } from '../core/summary.ts'
import type { Scene } from './cold-scenes.ts'

/** How long the functions of a scene had really been idle, where idle periods brought them cold. */
export function idleSentences({ contenders, words }: Scene): string[] {
  return idleBefore(
    `the cold starts${words}`,
    contenders.map(({ cold }) => cold),
  )
}

/** The same of invocations of which it is not known whether they were cold. @param words of the way, where there are several */
export function unknownIdleSentences(colds: readonly ColdSummary[], words: string): string[] {
  return idleBefore(`the invocations that were meant to be cold${words}`, colds)
}

function idleBefore(what: string, colds: readonly ColdSummary[]): string[] {
  const idle = colds.flatMap(({ plannedIdleMs, idleMs }) =>
    plannedIdleMs === undefined ? [] : (idleMs ?? []),
  )
  const planned = new Set(colds.map(({ plannedIdleMs }) => plannedIdleMs))
  if (idle.length === 0) return []
  const all = range(
    idle.map(({ min }) => min),
    idle.map(({ max }) => max),
  )
  const medians = idle.map(({ median }) => median)
  const middle = `${idle.length > 1 ? 'medians' : 'median'} ${range(medians, medians)}`
  const plan = [...planned].flatMap((ms) => (ms === undefined ? [] : [formatDuration(ms)])).join(' or ')
  const who = idle.length > 1 ? 'the functions' : 'the function'
  return [`Before ${what}, ${who} had been idle for ${all} (${middle}; planned: ${plan}).`]
}

function range(from: readonly number[], to: readonly number[]): string {
  const [least, most] = [Math.min(...from), Math.max(...to)].map((ms) => formatDuration(Math.round(ms)))
  return least === most ? `${least}` : `${least} to ${most}`
}
