import { writeSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ColdstartError } from '../core/errors.ts'
import { closeAfter } from './close-after.ts'
import { readLastLine } from './file-ends.ts'
import { createFlusher, type Flusher } from './flush-file.ts'
import { lockFile, type ReleaseLock } from './lock.ts'
import { syncFolder } from './write-file.ts'

/** A file of lines that this process alone writes, and only at its end. */
export interface Appender {
  /** Bytes of a torn last line that were cut off when the file was opened. */
  readonly tornBytes: number
  /**
   * Resolves once the line is written, so that no end of this process loses it, and flushed to the disk where it may not
   * wait for that (`flushWithinMs`). Lines are written in the order of the calls and never mixed.
   * @throws the system's error; where the line was torn, the next one begins with the file as it was before. After
   *   `close` an Error
   */
  append(line: string): Promise<void>
  /**
   * Everything that was appended is on the disk when it resolves.
   * @throws the system's error of this flush, or of one before
   */
  flush(): Promise<void>
  /**
   * Waits for what is being written, flushes it and lets go of the lock. May be called twice.
   * @throws the system's error of a flush, when the lock is let go of
   */
  close(): Promise<void>
}

/** How a file is opened for appending. */
export interface AppenderOptions {
  /** The error when another process writes the file. */
  readonly inUse: (pid?: number) => ColdstartError
  /** `new`: the file must not exist. `any`: it is made where it is missing. `old`: it must exist. */
  readonly file: 'new' | 'any' | 'old'
  /** Permissions of a file that is made. */
  readonly mode: number
  /** How long a line may wait for its flush, which only a power cut can come before. @default 0 */
  readonly flushWithinMs?: number
  /** Called under the lock, before anything is changed. */
  readonly check?: () => Promise<void>
}

/**
 * Locks a file in a folder that exists and opens it at its end. A last line that was cut off while it was written
 * is removed, one that lacks only its line end is kept.
 * @throws `inUse(…)`, what `check` throws, the system's error; nothing stays open or locked then
 */
export async function openAppender(path: string, options: AppenderOptions): Promise<Appender> {
  const release = await lockFile(path, options.inUse)
  try {
    await options.check?.()
    const tornBytes = options.file === 'new' ? 0 : await repairEnd(path)
    const handle = await open(path, options.file === 'new' ? 'ax' : 'a', options.mode)
    if (options.file !== 'old') await syncFolder(dirname(path))
    return { tornBytes, ...appenderOn(path, handle, release, options.flushWithinMs) }
  } catch (error) {
    await release()
    throw error
  }
}

/** An appender over a handle that is open for appending; `release` is called when it is closed. */
export function appenderOn(
  path: string,
  handle: FileHandle,
  release: ReleaseLock,
  flushWithinMs = 0,
): Pick<Appender, 'append' | 'flush' | 'close'> {
  const flusher = createFlusher(handle.fd, flushWithinMs)
  const writer = createLineWriter(handle.fd, flusher)
  let last = DONE
  let waiting = 0
  let closed: Promise<void> | undefined
  const writeInTurn = async (line: string, turn: Promise<void>) => {
    await turn
    if (writer.isTorn) await repairEnd(path)
    writer.write(line)
  }
  const flush = async () => {
    await last
    flusher.flush()
  }
  return {
    append(line) {
      // The system gives the number of a closed file to the next that is opened.
      if (closed) return Promise.reject(new Error('the file is closed'))
      if (waiting === 0 && !writer.isTorn) return attempt(() => writer.write(line))
      waiting++
      const written = writeInTurn(line, last).finally(() => waiting--)
      last = written.catch(() => {})
      return written
    },
    flush,
    close() {
      closed ??= closeAfter(flush, () => handle.close().finally(release))
      return closed
    },
  }
}

/** Writes lines at the end of a file; after one that failed, that end is to be repaired first. */
function createLineWriter(fd: number, flusher: Flusher) {
  let isTorn = false
  return {
    get isTorn() {
      return isTorn
    },
    write(line: string) {
      isTorn = true
      // By this thread: handing a line to another one costs more than to write it, and nobody goes on before it.
      writeWhole(fd, Buffer.from(`${line}\n`))
      flusher.noteWritten()
      isTorn = false
    },
  }
}

const DONE = Promise.resolve()

/** Done at once, as nothing is under way that it would have to wait for. */
function attempt(act: () => void): Promise<void> {
  try {
    act()
    return DONE
  } catch (error) {
    return Promise.reject(error)
  }
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
}

/**
 * Cuts off a torn last line, or ends one that is whole. The handle is not the one that appends: Windows does not
 * truncate through that (nodejs/node#3177).
 * @returns how many bytes were cut off
 */
async function repairEnd(path: string): Promise<number> {
  const handle = await open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!handle) return 0
  try {
    const { size } = await handle.stat()
    if (size === 0) return 0
    const { text, start, isEnded } = readLastLine(handle.fd, size)
    if (isEnded) return 0
    const isWhole = isJson(text)
    if (isWhole) await handle.write('\n', size)
    else await handle.truncate(start)
    await handle.sync()
    return isWhole ? 0 : size - start
  } finally {
    await handle.close()
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Removes a file that was made and could not be begun. */
export async function removeBegun(path: string, appender: Appender): Promise<void> {
  await rm(path, { force: true }).catch(() => {})
  await appender.close().catch(() => {})
}
