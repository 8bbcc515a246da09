import { readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { endProcess } from '../kill-tree.ts'

/** A killed process leaves its group when it has been reaped, which takes a moment. */
const MOST_TRIES = 100
const WAIT_MS = 10

/**
 * Removes a control group of ours with those in it, and ends every process that is still there, in whatever session or
 * process group it is. Never rejects: one that cannot be emptied stays.
 */
export async function removeControlGroup(folder: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (removeNow(folder)) return
    await wait(WAIT_MS)
  }
}

/** @returns true when it is gone */
function removeNow(folder: string): boolean {
  const inner = list(folder)
  if (inner === undefined) return true
  const areGone = inner.map((name) => removeNow(join(folder, name)))
  for (const pid of processesIn(folder)) endProcess(pid)
  if (areGone.includes(false)) return false
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

/** Groups in a group; undefined where it is gone. */
function list(folder: string): string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    return undefined
  }
}

function processesIn(folder: string): number[] {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'latin1').split('\n').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
