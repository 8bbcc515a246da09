import { readFileSync } from 'node:fs'
import type { InstanceReads } from '../../core/sample.ts'

const NOTHING: InstanceReads = { diskBytes: 0, bytes: 0, calls: 0 }

/**
 * What a process has read so far, see proc_pid_io(5): from the disk (`read_bytes`, also what it has mapped), by read
 * calls from anywhere (`rchar`), and how many those were (`syscr`); undefined where the system does not tell.
 */
export function readProcessReads(pid: number | 'self'): InstanceReads | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/io`, 'latin1')
    const figure = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1])
    return { diskBytes: figure('read_bytes'), bytes: figure('rchar'), calls: figure('syscr') }
  } catch {
    return undefined
  }
}

/**
 * What a process has read since it was something else.
 * @param before what had been read then; nothing for a process that was made since
 */
export function readsSince(
  before: InstanceReads | undefined,
  now: InstanceReads | undefined,
): InstanceReads | undefined {
  if (!now) return undefined
  const { diskBytes, bytes, calls } = before ?? NOTHING
  return { diskBytes: now.diskBytes - diskBytes, bytes: now.bytes - bytes, calls: now.calls - calls }
}
