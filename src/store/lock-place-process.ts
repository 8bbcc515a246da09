/** What a lock needs to know about the process and machine it is taken on. */
export interface LockPlace {
  readonly platform: NodeJS.Platform
  readonly pid: number
  /** Undefined on Windows, which has no such number. */
  readonly uid: number | undefined
  /**
   * Where socket files lie on systems that need them (macOS, BSD). Fixed and short: a socket's path is cut at 104
   * bytes there, and every process of a user has to look in the same place whatever its TMPDIR says.
   */
  readonly folder: string
}

/** The place of this process. */
export function lockPlace(): LockPlace {
  const uid = process.getuid?.()
  return { platform: process.platform, pid: process.pid, uid, folder: `/tmp/coldstart-${uid ?? 'user'}` }
}
