import { readFile } from 'node:fs/promises'

/** What Linux has counted of a process. */
export interface ProcessCounts {
  readonly bytesRead: number
  readonly readCalls: number
  /** Minor ones, which needed no disk. */
  readonly pageFaults: number
}

/** So often in a row it must have used no processor, so far apart. */
const IDLE_LOOKS = 6
const LOOK_EVERY_MS = 50

/**
 * Waits until a process has nothing to do: it goes on a little behind its first request for work, and ending it there
 * would count more or less of that.
 */
export async function untilIdle(pid: number): Promise<void> {
  let before = ''
  for (let same = 0; same < IDLE_LOOKS; ) {
    const fields = await statOf(pid)
    const [state, user, system] = [fields[0], fields[11], fields[12]]
    if (state === undefined || state === '' || state === 'Z') return
    const now = `${state} ${user} ${system}`
    same = state === 'S' && now === before ? same + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** See proc(5): what was read by read calls, from wherever; faults that needed no disk. */
export async function readCounts(pid: number): Promise<ProcessCounts> {
  const io = await readFile(`/proc/${pid}/io`, 'latin1').catch(() => '')
  const stat = await statOf(pid)
  const field = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(io)?.[1] ?? 0)
  return { bytesRead: field('rchar'), readCalls: field('syscr'), pageFaults: Number(stat[7] ?? 0) }
}

/** What Linux says of a process behind its name, which may have blanks: the state is the first. */
async function statOf(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
