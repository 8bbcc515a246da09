import { mkdir, open as openFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import { plainText } from '../core/plain-text.ts'
import type { RunFooter, RunHeader, RunLine, RunNote } from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'
import { encodingOf } from '../core/text-file.ts'
import { type Appender, openAppender, removeBegun } from './append-file.ts'
import { closeAfter } from './close-after.ts'
import { runLines } from './read-run-file.ts'
import { syncFolder } from './write-file.ts'

/** The open run file of a run that is going on. */
export interface Journal {
  readonly path: string
  /**
   * Resolves once the line is written: whatever ends this process loses none. A power cut can lose what was written in
   * the last tenth of a second. Lines are written in the order of the calls.
   * @throws ColdstartError `journal-failed`, also for every call after one that failed, and for what was written before
   *   and could not be flushed since
   */
  append(line: RunLine): Promise<void>
  /**
   * Everything that was appended is on the disk when it resolves.
   * @throws ColdstartError `journal-failed`
   */
  flush(): Promise<void>
  /**
   * Waits for what is being written, flushes it and lets go of the lock. May be called twice.
   * @throws ColdstartError `journal-failed` where it cannot be flushed
   */
  close(): Promise<void>
}

const MODE = 0o644
/** Cold starts, but for those of a burst, are further apart and are flushed one by one; a series of warm invocations shares ten flushes a second. */
const FLUSH_WITHIN_MS = 100

/**
 * Starts a run file with its header.
 * @throws ColdstartError `file-exists`, `cannot-write`, `journal-in-use`
 */
export async function createJournal(path: string, header: RunHeader): Promise<Journal> {
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(folder, error)
  })
  if (made !== undefined) await syncFolder(dirname(made))
  const appender = await open(path, 'new')
  try {
    const journal = journalOn(path, appender)
    await journal.append(header)
    return journal
  } catch (error) {
    await removeBegun(path, appender)
    throw cannotWrite(path, error instanceof Error ? (error.cause ?? error) : error)
  }
}

/** A run file that is gone on with. */
export interface ReopenedJournal {
  readonly journal: Journal
  /** Bytes of a torn last line that were cut off. */
  readonly tornBytes: number
}

/** Called with each line of a run file, in its order. */
export interface OnRunLine {
  readonly header: (header: RunHeader) => void
  readonly sample: (sample: Sample) => void
  readonly note: (note: RunNote) => void
}

/**
 * Opens an unfinished run file to go on with it, whatever its length: its lines are told, and not held. A torn last line
 * is cut off.
 * @throws ColdstartError `journal-in-use`, `run-finished`, `cannot-write`, and those of `runLines`
 */
export async function goOnWithJournal(path: string, on: OnRunLine): Promise<ReopenedJournal> {
  const appender = await open(path, 'old', async () => {
    let run = ''
    let footer: RunFooter | undefined
    for await (const line of runLines(path)) {
      if (line.type === 'sample') on.sample(line.sample)
      else if (line.type === 'note') on.note(line)
      else if (line.type === 'footer') footer = line
      else if (line.type === 'header') {
        run = line.run
        on.header(line)
      }
    }
    await refuseOtherEncoding(path)
    if (footer) throw new ColdstartError('run-finished', { run })
  })
  return { journal: journalOn(path, appender), tornBytes: appender.tornBytes }
}

/** What is appended is UTF-8 without a mark, and must not end up in another kind of text. */
async function refuseOtherEncoding(path: string): Promise<void> {
  const first = Buffer.alloc(3)
  const handle = await openFile(path).catch(() => undefined)
  await handle?.read(first, 0, first.length, 0).finally(() => handle.close())
  if (encodingOf(first) !== 'utf-8' || first.toString() === '\ufeff')
    throw new ColdstartError('journal-encoding', { path })
}

async function open(path: string, file: 'new' | 'old', check?: () => Promise<void>): Promise<Appender> {
  const inUse = () => new ColdstartError('journal-in-use', { path })
  try {
    return await openAppender(path, {
      inUse,
      file,
      mode: MODE,
      flushWithinMs: FLUSH_WITHIN_MS,
      ...(check ? { check } : {}),
    })
  } catch (error) {
    if (isColdstartError(error)) throw error
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ColdstartError('file-exists', { path }, { cause: error })
    throw cannotWrite(path, error)
  }
}

function cannotWrite(path: string, error: unknown): ColdstartError {
  return new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
}

/** A journal over an appender. After a line that failed it takes no other, so that no sample is missing inside. */
export function journalOn(path: string, appender: Pick<Appender, 'append' | 'flush' | 'close'>): Journal {
  let tail: Promise<void> = Promise.resolve()
  const throwFailed = (error: unknown): never => {
    const isUnflushed = (error as NodeJS.ErrnoException).syscall === 'fdatasync'
    const facts = { path, reason: messageOf(error), ...(isUnflushed && { isUnflushed }) }
    throw new ColdstartError('journal-failed', facts, { cause: error })
  }
  // The same JSON, harmless also to a terminal that shows the file.
  const write = (line: RunLine) => appender.append(plainText(JSON.stringify(line))).catch(throwFailed)
  return {
    path,
    append(line) {
      tail = tail.then(() => write(line))
      tail.catch(() => {})
      return tail
    },
    async flush() {
      await tail
      await appender.flush().catch(throwFailed)
    },
    async close() {
      await tail.catch(() => {})
      await appender.close().catch(throwFailed)
    },
  }
}

/**
 * Does work with a journal and closes it.
 * @throws what the work throws, before what closing throws
 */
export function withJournal<T>(journal: Pick<Journal, 'close'>, work: () => Promise<T>): Promise<T> {
  return closeAfter(work, () => journal.close())
}
