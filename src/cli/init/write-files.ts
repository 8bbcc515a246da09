import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { refuseUnwritable, writeFileAtomically } from '../../store/write-file.ts'
import type { PlannedFile } from './answers.ts'

/** A file that `init` would write, and what is there now. */
export interface FileState {
  readonly file: PlannedFile
  /** `other`: something else is there. */
  readonly state: 'missing' | 'same' | 'other'
}

/** @param top of the repository */
export async function lookAtFiles(files: readonly PlannedFile[], top: string): Promise<FileState[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(top, file.path), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw new ColdstartError('cannot-read', { path: join(top, file.path), reason: error.message })
      })
      const state =
        text === undefined ? 'missing' : text.replaceAll('\r\n', '\n') === file.text ? 'same' : 'other'
      return { file, state }
    }),
  )
}

/**
 * Writes what is missing, and what may be overwritten; all of it or, where the system refuses a place, none.
 * @throws ColdstartError `not-writable`, `cannot-write`
 */
export async function writeFiles(files: readonly PlannedFile[], top: string): Promise<void> {
  for (const { path } of files) await refuseUnwritable(join(top, path), true)
  for (const { path, text, isExecutable } of files) {
    await writeFileAtomically(join(top, path), text, { force: true })
    if (isExecutable) await chmod(join(top, path), 0o755)
  }
}
