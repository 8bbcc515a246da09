import { formatDuration } from '../core/duration.ts'
import type { Scene } from './cold-scenes.ts'

/** How long the functions of a scene had really been idle, where idle periods brought them cold. */
export function idleSentences({ contenders, words }: Scene): string[] {
  const idle = contenders.flatMap(({ cold }) => (cold.plannedIdleMs === undefined ? [] : (cold.idleMs ?? [])))
  const planned = new Set(contenders.map(({ cold }) => cold.plannedIdleMs))
  if (idle.length === 0) return []
  const all = range(
    idle.map(({ min }) => min),
    idle.map(({ max }) => max),
  )
  const medians = idle.map(({ median }) => median)
  const middle = `${idle.length > 1 ? 'medians' : 'median'} ${range(medians, medians)}`
  const plan = [...planned].flatMap((ms) => (ms === undefined ? [] : [formatDuration(ms)])).join(' or ')
  return [`Before the cold starts${words} they had been idle for ${all} (${middle}; planned: ${plan}).`]
}

function range(from: readonly number[], to: readonly number[]): string {
  const [least, most] = [Math.min(...from), Math.max(...to)].map((ms) => formatDuration(Math.round(ms)))
  return least === most ? `${least}` : `${least} to ${most}`
}
