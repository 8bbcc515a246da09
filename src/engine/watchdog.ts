import { startBeside } from './beside-process.ts'

const RESTART_MS = 200

/** Makes sure that no environment outlives the engine, SIGKILL and endless loops included. */
export interface Watchdog {
  /** @param mark what only the environment's processes have among their variables */
  guard(pid: number, mark: string): void
  /** @param folders of control groups: whoever is in them is ended at the end, and they are removed */
  guardGroups(folders: readonly string[]): void
  /** It has ended; what it left behind is ended too. */
  release(pid: number): void
  stop(): void
}

/**
 * Starts the guarding process; if somebody kills it, another takes over.
 * @param folder removed at the end, however the engine ended
 */
export function startWatchdog(execPath: string, folder: string): Watchdog {
  const guarded = new Map<number, string>()
  const groups: string[] = []
  const guardian = startBeside(execPath, {
    entry: 'engine/watchdog-process.js',
    known: () => [
      `/${folder}`,
      ...groups.map((path) => `=${path}`),
      ...[...guarded].map(([pid, mark]) => `+${pid} ${mark}`),
    ],
    restartMs: RESTART_MS,
  })
  return {
    guard(pid, mark) {
      guarded.set(pid, mark)
      guardian.tell(`+${pid} ${mark}`)
    },
    guardGroups(folders) {
      groups.push(...folders)
      for (const path of folders) guardian.tell(`=${path}`)
    },
    release(pid) {
      guarded.delete(pid)
      guardian.tell(`-${pid}`)
    },
    stop: () => guardian.end(),
  }
}
