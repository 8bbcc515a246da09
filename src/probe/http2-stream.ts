import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/**
 * The socket as a plain stream. Node's HTTP/2 takes a real socket's handle and reads it natively, past any
 * stamp; a stream without a handle is read through `push` and written through `_write`.
 */
export function throughStreams(socket: Socket): Socket {
  const stream = new Duplex({
    allowHalfOpen: false,
    read() {
      socket.resume()
    },
    write(chunk, encoding, callback) {
      socket.write(chunk, encoding, callback)
    },
    final(callback) {
      socket.end(callback)
    },
    destroy(error, callback) {
      socket.destroy()
      callback(error)
    },
  })
  socket.on('data', (chunk) => {
    if (!stream.push(chunk)) socket.pause()
  })
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  // undici asks for the protocol here; ref and unref are called by http2.
  return Object.assign(stream, {
    alpnProtocol: 'h2',
    ref: () => stream,
    unref: () => stream,
  }) as unknown as Socket
}
