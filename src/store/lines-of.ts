import { encodingOf } from '../core/text-file.ts'

/** A line without its end. */
export interface FileLine {
  readonly text: string
  /** Nothing follows, not even a line end. */
  readonly isLast: boolean
  /** Its length, in UTF-8. */
  readonly bytes: number
}

const NEWLINE = 0x0a
const BYTE_ORDER_MARK_BYTES = 3

/** A header of ten thousand targets has a tenth of it; a string of V8 cannot hold ten times as much. */
export const LONGEST_LINE_BYTES = 64 * 1024 * 1024

/**
 * The lines of a text in UTF-8 or UTF-16 that comes in pieces; memory grows by the longest line alone.
 * @param tooLong what to throw once a line is longer than `LONGEST_LINE_BYTES`
 * @throws what the pieces throw
 */
export async function* linesOf(
  pieces: AsyncIterable<Buffer>,
  tooLong: () => Error,
): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of asUtf8(pieces)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      yield { text: bytes.toString('utf8', start, end), isLast: false, bytes: end - start }
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (rest.length > LONGEST_LINE_BYTES) throw tooLong()
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), isLast: true, bytes: rest.length }
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
