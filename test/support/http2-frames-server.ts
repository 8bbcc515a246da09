import { createServer, type TLSSocket } from 'node:tls'
import { type LoopbackServer, listen, loopbackCertificate, loopbackKey } from './loopback-server.ts'

const PREFACE_BYTES = 24
const HEADERS = 0x1
/** `:status: 200` in HPACK's static table. */
const STATUS_200 = Buffer.from([0x88])
const END_STREAM = 0x1
const END_HEADERS = 0x4

/** Frames of RFC 9113, section 6, to be written in any order. */
export const frames = {
  settings: () => frame(0x4, 0, 0, Buffer.alloc(0)),
  headers: (stream: number, end = false) =>
    frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, STATUS_200),
  data: (stream: number, text: string, end = false) =>
    frame(0x0, end ? END_STREAM : 0, stream, Buffer.from(text)),
  reset: (stream: number, code: number) => frame(0x3, 0, stream, numbers(code)),
  goAway: (lastStream: number, code: number) => frame(0x7, 0, 0, numbers(lastStream, code)),
}

/** A server that speaks HTTP/2 by hand, since Node's own ends a stream before it resets it. */
export function startFramesServer(
  answer: (socket: TLSSocket, stream: number) => void,
): Promise<LoopbackServer> {
  const credentials = { cert: loopbackCertificate, key: loopbackKey, ALPNProtocols: ['h2'] }
  const server = createServer(credentials, (socket) => {
    let seen = Buffer.alloc(0)
    let skip = PREFACE_BYTES
    socket.on('error', () => {})
    socket.write(frames.settings())
    socket.on('data', (bytes) => {
      seen = Buffer.concat([seen, bytes])
      for (;;) {
        if (seen.length < skip + 9) return
        const end = skip + 9 + seen.readUIntBE(skip, 3)
        if (seen.length < end) return
        const type = seen[skip + 3]
        const stream = seen.readUInt32BE(skip + 5)
        seen = seen.subarray(end)
        skip = 0
        if (type === HEADERS) answer(socket, stream)
      }
    })
  })
  return listen(server, 'https')
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value, index * 4)
  })
  return bytes
}
