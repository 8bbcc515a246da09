import { readSync } from 'node:fs'

const NEWLINE = 0x0a
/** Holds most headers and every footer. */
const FIRST_LOOK_BYTES = 4096

/** The last line of a file, torn or whole. */
export interface LastLine {
  readonly text: string
  /** Where it begins, bytes from the start of the file. */
  readonly start: number
  /** Whether a line end follows it. */
  readonly isEnded: boolean
}

/** The first line of an open file, without its end; reads no more of the file than it needs. */
export function readFirstLine(fd: number, size: number): string {
  for (let length = FIRST_LOOK_BYTES; ; length *= 4) {
    const bytes = readAt(fd, 0, Math.min(length, size))
    const end = bytes.indexOf(NEWLINE)
    if (end !== -1) return bytes.toString('utf8', 0, end)
    if (length >= size) return bytes.toString('utf8')
  }
}

/** The last line of an open file; reads no more of the file than it needs. */
export function readLastLine(fd: number, size: number): LastLine {
  for (let length = FIRST_LOOK_BYTES; ; length *= 4) {
    const from = Math.max(0, size - length)
    const bytes = readAt(fd, from, size - from)
    const isEnded = bytes.at(-1) === NEWLINE
    const end = isEnded ? bytes.length - 1 : bytes.length
    const before = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1)
    if (before !== -1 || from === 0)
      return { text: bytes.toString('utf8', before + 1, end), start: from + before + 1, isEnded }
  }
}

/** What is there; shorter than `length` where the file ends sooner. */
function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const read = readSync(fd, bytes, filled, length - filled, position + filled)
    if (read === 0) break
    filled += read
  }
  return bytes.subarray(0, filled)
}
