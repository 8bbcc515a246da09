import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import type { RunFile, RunHeader, RunLine } from '../core/run-file.ts'
import { lockJournal, type ReleaseLock } from './journal-lock.ts'
import { type ReadRun, readRunFile } from './read-run-file.ts'
import { syncFolder } from './sync-folder.ts'

/** The open run file of a run that is going on. */
export interface Journal {
  readonly path: string
  /**
   * Resolves once the line is on disk; lines are written in the order of the calls.
   * @throws ColdstartError `journal-failed`, also for every call after one that failed
   */
  append(line: RunLine): Promise<void>
  /** Waits for what is being written and lets go of the lock. May be called twice. */
  close(): Promise<void>
}

/**
 * Starts a run file with its header.
 * @throws ColdstartError `file-exists`, `cannot-write`, `journal-in-use`
 */
export async function createJournal(path: string, header: RunHeader): Promise<Journal> {
  const folder = dirname(path)
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw new ColdstartError('cannot-write', { path: folder, reason: messageOf(error) }, { cause: error })
  }
  const release = await lockJournal(path)
  try {
    const handle = await open(path, 'ax', 0o644)
    const journal = journalOn(path, handle, release)
    await journal.append(header)
    await syncFolder(folder)
    return journal
  } catch (error) {
    await release()
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ColdstartError('file-exists', { path }, { cause: error })
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
  }
}

/** A run file that is gone on with, and what it held. */
export interface ReopenedJournal {
  readonly journal: Journal
  readonly run: RunFile
  /** Bytes of a torn last line that were cut off. */
  readonly tornBytes: number
}

/**
 * Opens an unfinished run file to go on with it; a torn last line is cut off.
 * @throws ColdstartError `journal-in-use`, `run-finished`, `cannot-write`, and those of `readRunFile`
 */
export async function reopenJournal(path: string): Promise<ReopenedJournal> {
  const release = await lockJournal(path)
  try {
    const read = await readRunFile(path)
    if (read.run.footer) throw new ColdstartError('run-finished', { run: read.run.header.run })
    const handle = await openForAppending(path)
    await repairEnd(handle, read)
    return { journal: journalOn(path, handle, release), run: read.run, tornBytes: read.torn?.bytes ?? 0 }
  } catch (error) {
    await release()
    throw error
  }
}

async function openForAppending(path: string): Promise<FileHandle> {
  return open(path, 'a').catch((error: unknown) => {
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
  })
}

/** The handle appends (O_APPEND), so nothing but the length has to be put right. */
async function repairEnd(handle: FileHandle, read: ReadRun): Promise<void> {
  await handle.truncate(read.completeBytes)
  if (!read.endsWithNewline) await handle.appendFile('\n')
  await handle.sync()
}

/** A journal over a file that is open for appending. */
export function journalOn(path: string, handle: FileHandle, release: ReleaseLock): Journal {
  let tail: Promise<void> = Promise.resolve()
  let closed: Promise<void> | undefined
  const write = async (line: RunLine) => {
    try {
      await handle.appendFile(`${JSON.stringify(line)}\n`)
      await handle.datasync()
    } catch (error) {
      throw new ColdstartError('journal-failed', { path, reason: messageOf(error) }, { cause: error })
    }
  }
  const shut = async () => {
    await tail.catch(() => {})
    await handle.close()
    await release()
  }
  return {
    path,
    append(line) {
      tail = tail.then(() => write(line))
      tail.catch(() => {})
      return tail
    },
    close() {
      closed ??= shut()
      return closed
    },
  }
}
