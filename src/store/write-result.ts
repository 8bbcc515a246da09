import { randomBytes } from 'node:crypto'
import { access, link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { syncFolder } from './sync-folder.ts'

/**
 * Writes a whole file or nothing: a temporary file beside it, flushed, then renamed.
 * @param options.force replace a file that is there already
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  options: { readonly force?: boolean } = {},
): Promise<void> {
  const folder = dirname(path)
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await mkdir(folder, { recursive: true })
    await writeAndFlush(temporary, text)
    if (options.force) await rename(temporary, path)
    else await renameWithoutReplacing(temporary, path)
    await syncFolder(folder)
  } catch (error) {
    if (error instanceof ColdstartError) throw error
    throw new ColdstartError('cannot-write', { path, reason: messageOf(error) }, { cause: error })
  } finally {
    await rm(temporary, { force: true }).catch(() => {})
  }
}

/** A hard link refuses an existing name in one step; file systems without links get a look before the rename. */
async function renameWithoutReplacing(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    const exists =
      (error as NodeJS.ErrnoException).code === 'EEXIST' ||
      (await access(path).then(
        () => true,
        () => false,
      ))
    if (exists) throw new ColdstartError('file-exists', { path }, { cause: error })
    await rename(temporary, path)
  }
}

async function writeAndFlush(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
