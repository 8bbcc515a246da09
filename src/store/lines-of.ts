import { open } from 'node:fs/promises'
import { encodingOf } from '../core/text-file.ts'

/** A line without its end. */
export interface FileLine {
  readonly text: string
  /** Nothing follows, not even a line end. */
  readonly isLast: boolean
  /** Its length, in UTF-8. */
  readonly bytes: number
}

const PIECE_BYTES = 256 * 1024

/**
 * A file in pieces that share one buffer: each is there until the next is asked for.
 * @throws the system's error
 */
export async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path)
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

const NEWLINE = 0x0a
const BYTE_ORDER_MARK_BYTES = 3

/** A header of ten thousand targets has a tenth of it; a string of V8 cannot hold ten times as much. */
export const LONGEST_LINE_BYTES = 64 * 1024 * 1024

/**
 * The lines of a text in UTF-8 or UTF-16 that comes in pieces; memory grows by the longest line alone.
 * @param pieces each may share its memory with the next
 * @param tooLong what to throw once a line is longer than `LONGEST_LINE_BYTES`
 * @throws what the pieces throw
 */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  tooLong: () => Error,
): AsyncGenerator<FileLine> {
  let begun: Buffer[] = []
  let begunBytes = 0
  for await (const piece of asUtf8(pieces)) {
    let start = 0
    for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, start)) {
      const bytes = begunBytes + end - start
      yield { text: textOf(begun, piece, start, end), isLast: false, bytes }
      start = end + 1
      begun = []
      begunBytes = 0
    }
    if (start === piece.length) continue
    // A copy: the next piece may be read into the same memory.
    begun.push(Buffer.from(piece.subarray(start)))
    begunBytes += piece.length - start
    if (begunBytes > LONGEST_LINE_BYTES) throw tooLong()
  }
  if (begunBytes > 0) yield { text: Buffer.concat(begun).toString('utf8'), isLast: true, bytes: begunBytes }
}

function textOf(begun: readonly Buffer[], piece: Buffer, start: number, end: number): string {
  if (begun.length === 0) return piece.toString('utf8', start, end)
  return Buffer.concat([...begun, piece.subarray(start, end)]).toString('utf8')
}

/** The same text in UTF-8, without a byte order mark. */
async function* asUtf8(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  let isFirst = true
  for await (const piece of pieces) {
    if (isFirst) {
      isFirst = false
      const encoding = encodingOf(piece)
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding)
      else if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) {
        yield piece.subarray(BYTE_ORDER_MARK_BYTES)
        continue
      }
    }
    yield decoder ? Buffer.from(decoder.decode(piece, { stream: true })) : piece
  }
  const left = decoder?.decode()
  if (left) yield Buffer.from(left)
}
