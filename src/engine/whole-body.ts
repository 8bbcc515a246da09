import type { Readable } from 'node:stream'

/**
 * The whole body of a message, and the message is closed then. By events, since an iterator over a stream costs as much
 * as reading the rest of the message does.
 * @param limit bytes; what is longer is read to its end and forgotten
 * @returns undefined where it is longer
 * @throws Error where it broke off
 */
export function wholeBody(stream: Readable): Promise<Buffer>
export function wholeBody(stream: Readable, limit: number): Promise<Buffer | undefined>
export function wholeBody(stream: Readable, limit?: number): Promise<Buffer | undefined> {
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
    stream.once('close', () => breakOff())
  })
}
