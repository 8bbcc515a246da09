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
