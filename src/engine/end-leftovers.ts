import { readdirSync, readFileSync } from 'node:fs'
import { pid as ownPid, platform } from 'node:process'
import { endGroup, endProcess } from './kill-tree.ts'

/** A process may start others while it is looked for: nothing is left when a look finds nobody. */
const MOST_LOOKS = 10

/** An environment whose own process has ended. */
export interface EndedEnvironment {
  readonly pid: number
  /** A text that only this environment's processes have among their variables. */
  readonly mark: string
}

/**
 * Ends what environments left behind: the rest of their process groups, and on Linux everything that inherited their
 * variables, in whatever session it is (setsid, double fork). A process that left its session and cleared its variables
 * as well is not found; docs/METHODOLOGY.md says so. A look at all processes takes milliseconds, so this is the
 * watchdog's work and never the engine's.
 */
export function endLeftovers(environments: readonly EndedEnvironment[]): void {
  for (const { pid } of environments) endGroup(pid)
  if (platform !== 'linux' || environments.length === 0) return
  const marks = environments.map(({ mark }) => Buffer.from(mark))
  for (let look = 0; look < MOST_LOOKS; look++) if (endMarked(marks) === 0) return
}

/** @returns how many were found */
function endMarked(marks: readonly Buffer[]): number {
  let found = 0
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === ownPid || !isMarked(pid, marks)) continue
    found += 1
    endIfSame(pid, marks)
  }
  return found
}

/** Variables of other users' processes, of the kernel's and of dead ones cannot be read, or are empty. */
function isMarked(pid: number, marks: readonly Buffer[]): boolean {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`)
    return marks.some((mark) => variables.includes(mark))
  } catch {
    return false
  }
}

/** Looks once more right before: between two looks a pid may have got another owner. */
function endIfSame(pid: number, marks: readonly Buffer[]): void {
  if (!isMarked(pid, marks)) return
  endProcess(pid)
}
