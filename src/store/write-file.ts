import { constants } from 'node:fs'
import { access, type FileHandle, link, mkdir, open, realpath, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import { moveFile } from '../core/move-file.ts'
import { specialKind } from '../core/text-file.ts'

/** A text, or its pieces one after the other where it may be longer than a string can be. */
export type Text = string | Iterable<string> | AsyncIterable<string>

/** How a file is written. */
export interface WriteOptions {
  /** Replaces a file that is there already. */
  readonly force?: boolean
  /** The system's rename, which tests replace. */
  readonly rename?: (from: string, to: string) => Promise<void>
}

/**
 * Says beforehand what writing a file would say: a run of hours must not end with it. Touches nothing.
 * @throws ColdstartError `file-exists`, `not-writable`, `cannot-write`
 */
export async function refuseUnwritable(path: string, force: boolean): Promise<void> {
  if (await isOfKind('file', path)) {
    if (!force) throw new ColdstartError('file-exists', { path })
    return
  }
  let folder = dirname(path)
  while (!(await isOfKind('folder', folder)) && folder !== dirname(folder)) folder = dirname(folder)
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
  })
}

/** @throws ColdstartError `not-writable` for what is there and of another kind */
async function isOfKind(wanted: 'file' | 'folder', path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return false
  const kind = specialKind(found) ?? 'a file'
  if (kind !== `a ${wanted}`) throw new ColdstartError('not-writable', { path, kind, wanted })
  return true
}

/**
 * Writes a whole file or nothing: a temporary file beside it, flushed, then renamed. Makes its folder. A link stays
 * one: what it leads to is replaced. Pipes and devices are refused.
 * @throws ColdstartError `file-exists`, `not-writable`, `cannot-write`, and what the pieces throw while they are made
 */
export async function writeFileAtomically(
  given: string,
  text: Text,
  { force = false, rename }: WriteOptions = {},
): Promise<void> {
  const path = (await isOfKind('file', given)) ? await realpath(given) : given
  const folder = dirname(path)
  const { randomBytes } = await import('node:crypto')
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await mkdir(folder, { recursive: true })
    await writeAndFlush(temporary, text)
    if (force) await moveFile(temporary, path, rename)
    else await renameWithoutReplacing(temporary, path)
    await syncFolder(folder)
  } catch (error) {
    if (error instanceof ColdstartError) throw error
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
  } finally {
    await rm(temporary, { force: true }).catch(() => {})
  }
}

const WRITE_AT_LEAST = 1 << 16

/** Makes a new or renamed entry of a folder survive a power cut, where the system can do that (not on Windows). */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** A hard link refuses an existing name in one step; file systems without links get a look before the rename. */
async function renameWithoutReplacing(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || (await isThere(path)))
      throw new ColdstartError('file-exists', { path }, { cause: error })
    await moveFile(temporary, path)
  }
}

async function writeAndFlush(path: string, text: Text): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    if (typeof text === 'string') await handle.writeFile(text)
    else await writePieces(handle, text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Pieces may be as small as a number, so they are gathered before they are written. */
async function writePieces(handle: FileHandle, pieces: Exclude<Text, string>): Promise<void> {
  let gathered = ''
  for await (const piece of pieces) {
    gathered += piece
    if (gathered.length < WRITE_AT_LEAST) continue
    await handle.appendFile(gathered)
    gathered = ''
  }
  await handle.appendFile(gathered)
}
