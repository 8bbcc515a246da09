import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files that the kernel shows control groups by. */
export interface GroupFiles {
  /** Makes a group. @throws the system's error */
  make(folder: string): void
  /** The text of a file; empty where that cannot be read. */
  read(path: string): string
  /** @throws the system's error: EACCES and EPERM without the right, EROFS, EBUSY, ENOENT for a controller that is not there */
  write(folder: string, file: string, value: string | number): void
  isWritable(path: string): boolean
}

/** Those of this machine. */
export const groupFiles: GroupFiles = {
  make: (folder) => mkdirSync(folder),
  read(path) {
    try {
      return readFileSync(path, 'latin1')
    } catch {
      return ''
    }
  },
  write: (folder, file, value) => writeFileSync(join(folder, file), String(value)),
  isWritable(path) {
    try {
      accessSync(path, constants.W_OK)
      return true
    } catch {
      return false
    }
  },
}
