import type { Readable } from 'node:stream'

/**
 * The whole body of a message, and the message is closed then. By events, since an iterator over a stream costs as much
 * as reading the rest of the message does.
 * @param stream or the body itself, where it came at once
 * @param limit bytes; what is longer is read to its end and forgotten
 * @returns undefined where it is longer
 * @throws Error where it broke off
 */
export function wholeBody(stream: Readable | Buffer): Promise<Buffer>
export function wholeBody(stream: Readable, limit: number): Promise<Buffer | undefined>
export function wholeBody(stream: Readable | Buffer, limit?: number): Promise<Buffer | undefined> {
  if (Buffer.isBuffer(stream)) return Promise.resolve(stream)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const isTooLong = () => limit !== undefined && bytes > limit
    const breakOff = (error?: Error) => reject(error ?? new Error('the body broke off'))
    if (stream.destroyed) return breakOff(stream.errored ?? undefined)
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (!isTooLong()) chunks.push(chunk)
    })
    stream.once('end', () => {
      resolve(isTooLong() ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
      stream.destroy()
    })
    stream.once('error', breakOff)
    // An error says where it was made, which takes longer than reading a small body does.
    stream.once('close', () => stream.readableEnded || breakOff())
  })
}

/** Reads a body that nobody wants to its end, so that what comes behind it is read. */
export function passOver(body: Readable | Buffer): void {
  if (!Buffer.isBuffer(body)) body.resume()
}
