import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { FrameWatch } from './http2-frames.ts'
import type { StampedSocket } from './stamped-socket.ts'

/**
 * The socket as a plain stream. Node's HTTP/2 takes a real socket's handle and reads it natively, past any
 * stamp; a stream without a handle is read through `push` and written through `_write`, and its frames are seen.
 * The stamps of sending are those of the frames that carry the request, not of the connection's own.
 */
export function throughStreams({ socket, stamps }: StampedSocket, frames: FrameWatch): Socket {
  const stream = new Duplex({
    allowHalfOpen: false,
    read() {
      socket.resume()
    },
    write(chunk: Buffer, encoding, callback) {
      if (frames.outgoing(chunk).begins) stamps.sendStartMs = Number.NaN
      socket.write(chunk, encoding, (error) => {
        stamps.isSent = frames.facts.requestEnded
        callback(error)
      })
    },
    final(callback) {
      socket.end(callback)
    },
    destroy(error, callback) {
      socket.destroy()
      callback(error)
    },
  })
  socket.on('data', (chunk: Buffer) => {
    const passed = frames.incoming(chunk)
    if (passed.length > 0 && !stream.push(passed)) socket.pause()
  })
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  // Node's HTTP/2 asks a socket for these.
  return Object.assign(stream, {
    alpnProtocol: 'h2',
    ref: () => stream,
    unref: () => stream,
  }) as unknown as Socket
}
