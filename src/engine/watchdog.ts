import { type ChildProcess, spawn } from 'node:child_process'
import { builtEntry } from '../core/built-entry.ts'

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
  let stopped = false
  let child = launch()

  function launch(): ChildProcess {
    const started = spawnGuard(execPath)
    started.on('exit', () => {
      setTimeout(relaunch, RESTART_MS).unref()
    })
    const groups = controlGroups.map((path) => `=${path}`)
    for (const line of [`/${folder}`, ...groups, ...[...guarded].map(([pid, mark]) => `+${pid} ${mark}`)])
      started.stdin?.write(`${line}\n`)
    return started
  }

  function relaunch(): void {
    if (!stopped) child = launch()
  }

  return {
    guard(pid, mark) {
      guarded.set(pid, mark)
      child.stdin?.write(`+${pid} ${mark}\n`)
    },
    release(pid) {
      guarded.delete(pid)
      child.stdin?.write(`-${pid}\n`)
    },
    stop() {
      stopped = true
      child.stdin?.end()
    },
  }
}

function spawnGuard(execPath: string): ChildProcess {
  const guard = spawn(execPath, [builtEntry('engine/watchdog-process.js')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
    env: {},
  })
  guard.stdin?.on('error', () => {})
  guard.on('error', () => {})
  guard.unref()
  return guard
}
