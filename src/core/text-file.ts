import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { ColdstartError } from './errors.ts'

/** The encodings that text is read in. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/**
 * The encoding of a text by its first bytes: a byte order mark, or the zero byte beside the first character that
 * UTF-16 has where JSON begins (RFC 4627, section 3). PowerShell's `>` writes UTF-16.
 */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0 && second) return 'utf-16be'
  return first && second === 0 ? 'utf-16le' : 'utf-8'
}

/** The text of bytes in any of these encodings, without its byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes)
}

/**
 * Reads a text in UTF-8 or UTF-16.
 * @throws ColdstartError `not-a-file`; the system's error
 */
export async function readTextFile(path: string): Promise<string> {
  await refuseSpecialFile(path)
  return decodeText(await readFile(path))
}

/**
 * Refuses what has no end or no content of its own: a pipe would be read for ever.
 * @throws ColdstartError `not-a-file`; the system's error where there is nothing
 */
export async function refuseSpecialFile(path: string): Promise<void> {
  const kind = specialKind(await stat(path))
  if (kind !== undefined) throw new ColdstartError('not-a-file', { path, kind })
}

/** What something on disk is that is no regular file, in words; undefined for a regular one. */
export function specialKind(found: Stats): string | undefined {
  if (found.isFile()) return undefined
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a named pipe'
  if (found.isSocket()) return 'a socket'
  return found.isCharacterDevice() || found.isBlockDevice() ? 'a device' : 'something else'
}
