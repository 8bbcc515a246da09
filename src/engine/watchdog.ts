import { startBeside } from './beside-process.ts'

const RESTART_MS = 200

/** Makes sure that no environment outlives the engine, SIGKILL and endless loops included. */
export interface Watchdog {
  /** @param mark what only the environment's processes have among their variables */
  guard(pid: number, mark: string): void
  /** It has ended; what it left behind is ended too. */
  release(pid: number): void
  stop(): void
}

/** What the watchdog removes at the end, however the engine ended. */
export interface LeftBehind {
  readonly folder: string
  /** Control groups; whoever is in them is ended. */
  readonly controlGroups: readonly string[]
}

/** Starts the guarding process; if somebody kills it, another takes over. */
export function startWatchdog(execPath: string, { folder, controlGroups }: LeftBehind): Watchdog {
  const guarded = new Map<number, string>()
  const guardian = startBeside(execPath, {
    entry: 'engine/watchdog-process.js',
    known: () => [
      `/${folder}`,
      ...controlGroups.map((path) => `=${path}`),
      ...[...guarded].map(([pid, mark]) => `+${pid} ${mark}`),
    ],
    restartMs: RESTART_MS,
  })
  return {
    guard(pid, mark) {
      guarded.set(pid, mark)
      guardian.tell(`+${pid} ${mark}`)
    },
    release(pid) {
      guarded.delete(pid)
      guardian.tell(`-${pid}`)
    },
    stop: () => guardian.end(),
  }
}
