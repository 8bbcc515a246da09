import { kill, platform } from 'node:process'

/** Signals a process that leads its own process group, and everything in the group. Already gone is success. */
export function killTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  const whole = platform === 'win32' ? pid : -pid
  try {
    kill(whole, signal)
  } catch {
    // ESRCH: it has ended by itself.
  }
}

/** Ends what is left of the group of a process that has ended. */
export function endGroup(pid: number): void {
  if (!isTaken(pid)) killTree(pid, 'SIGKILL')
}

/**
 * True when somebody has the pid of an ended process. As long as its group has members the system gives it to nobody,
 * so whoever has it is a stranger.
 */
function isTaken(pid: number): boolean {
  try {
    kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
