import { readFile, rm, writeFile } from 'node:fs/promises'
import { ColdstartError } from '../../core/errors.ts'
import type { Owner } from './owner-process.ts'

/** Taken once per process that writes; returns what lets go of it. */
export type ReleaseLock = () => Promise<void>

/**
 * Makes this process the ledger's only writer. A lock whose process is gone (killed) is taken over.
 * @param path the ledger's; the lock lies beside it as `<path>.lock`
 * @throws ColdstartError `ledger-in-use` while another process holds it
 */
export async function lockLedger(path: string, owner: Owner): Promise<ReleaseLock> {
  const lock = `${path}.lock`
  for (;;) {
    if (await tryCreate(lock, owner.pid)) return () => rm(lock, { force: true })
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    if (holder === owner.pid) return async () => {}
    if (holder > 0 && owner.isRunning(holder))
      throw new ColdstartError('ledger-in-use', { path, pid: holder })
    await rm(lock, { force: true })
  }
}

async function tryCreate(lock: string, pid: number): Promise<boolean> {
  try {
    await writeFile(lock, String(pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
