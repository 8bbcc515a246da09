/** Who holds the ledger, and whether another holder is still running. */
export interface Owner {
  readonly pid: number
  isRunning(pid: number): boolean
}

/** This process. */
export const owner: Owner = {
  pid: process.pid,
  isRunning(pid) {
    try {
      process.kill(pid, 0)
      return true
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM'
    }
  },
}
