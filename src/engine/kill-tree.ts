import { kill, platform } from 'node:process'

/** The system's calls, which tests replace. */
export interface ProcessSystem {
  readonly platform: NodeJS.Platform
  readonly kill: (whom: number, signal: NodeJS.Signals | 0) => unknown
}

const own: ProcessSystem = { platform, kill }

/**
 * Signals a process that leads its own process group, and everything in the group; on Windows, which has no groups, the
 * process. Already gone is success.
 */
export function killTree(pid: number, signal: 'SIGTERM' | 'SIGKILL', system = own): void {
  send(system.platform === 'win32' ? pid : -pid, signal, system)
}

/** Stops the process group of a running environment, or lets it go on. Already gone is success. */
export function pauseGroup(pid: number, signal: 'SIGSTOP' | 'SIGCONT', system = own): void {
  send(-pid, signal, system)
}

/** Ends one process that has just been seen to be the one that is meant. */
export function endProcess(pid: number, system = own): void {
  send(pid, 'SIGKILL', system)
}

/** Ends what is left of the group of a process that has ended; Windows has no groups, and its id may be a stranger's. */
export function endGroup(pid: number, system = own): void {
  if (system.platform !== 'win32' && !isAlive(pid, system)) killTree(pid, 'SIGKILL', system)
}

/**
 * True when somebody has this process id. As long as the group of an ended process has members, the system gives its id
 * to nobody, so whoever has it then is a stranger.
 */
export function isAlive(pid: number, system = own): boolean {
  try {
    system.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function send(whom: number, signal: NodeJS.Signals, system: ProcessSystem): void {
  try {
    system.kill(whom, signal)
  } catch {
    // ESRCH: it has ended by itself.
  }
}
