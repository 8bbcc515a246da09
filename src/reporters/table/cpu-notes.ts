import { list } from '../../core/name-list.ts'
import type { Result } from '../../core/result.ts'

/**
 * What local functions got of the CPU, where that goes with their memory and no comparison says it already, or where it
 * was asked for that it does not.
 */
export function cpuNotes({ targets, comparisons, config }: Result): string[] {
  if (config.cpu === 'off' && targets.some(({ platform }) => platform === 'local'))
    return ['CPU: off; every environment had the processors of this machine, whatever its memory size']
  if (comparisons.some(({ parity }) => parity.some((line) => line.startsWith('CPU: ')))) return []
  const shares = new Map<string, Set<string>>()
  for (const { platform, id, group = id, facts } of targets) {
    const cpu = facts?.parity?.cpu
    if (platform !== 'local' || cpu === undefined) continue
    shares.set(String(cpu), (shares.get(String(cpu)) ?? new Set()).add(group))
  }
  return [...shares].map(([cpu, names]) => `CPU: ${cpu} (${list([...names])})`)
}
