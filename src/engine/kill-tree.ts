import { kill, platform } from 'node:process'

/** Signals a process that leads its own process group, and everything in the group. Already gone is success. */
export function killTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  send(platform === 'win32' ? pid : -pid, signal)
}

/** Ends one process that has just been seen to be the one that is meant. */
export function endProcess(pid: number): void {
  send(pid, 'SIGKILL')
}

function send(whom: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    kill(whom, signal)
  } catch {
    // ESRCH: it has ended by itself.
  }
}

/** Ends what is left of the group of a process that has ended. */
export function endGroup(pid: number): void {
  if (!isAlive(pid)) killTree(pid, 'SIGKILL')
}

/**
 * True when somebody has this process id. As long as the group of an ended process has members, the system gives its id
 * to nobody, so whoever has it then is a stranger.
 */
export function isAlive(pid: number): boolean {
  try {
    kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
