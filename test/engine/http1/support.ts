import { createServer, type IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { type Exchange, serveConnection } from '../../../src/engine/http1/serve-connection.ts'
import { wholeBody } from '../../../src/engine/whole-body.ts'

/** A request as a server saw it. */
export interface Seen {
  readonly method: string
  readonly target: string
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
  readonly trailers: Readonly<Record<string, string>>
}

/** One whose end has not come. */
const BEGUN: Seen = { method: '', target: '', fields: {}, body: '', trailers: {} }

/** What a server saw of the bytes of one connection, and what it answered. */
export interface Served {
  readonly seen: readonly Seen[]
  /** Status line, fields and body of each reply; without what the two servers may well say differently. */
  readonly replies: string
  readonly isClosed: boolean
}

/** A connection without a network: its client's bytes are pushed, its server's are kept. */
export class OpenWire extends Duplex {
  said = ''

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, written: () => void): void {
    this.said += chunk.toString('latin1')
    written()
  }
}

/** Hands a connection's bytes to a server in pieces that end at these places. */
async function serve(
  bytes: Buffer,
  ends: readonly number[],
  attach: (wire: OpenWire, seen: Seen[]) => void,
): Promise<Served> {
  const wire = new OpenWire()
  const seen: Seen[] = []
  wire.on('error', () => {})
  attach(wire, seen)
  const places = [...new Set([0, ...ends, bytes.length])].sort((one, other) => one - other)
  for (const [index, from] of places.slice(0, -1).entries()) {
    if (!wire.destroyed && wire.readable) wire.push(bytes.subarray(from, places[index + 1]))
    await turns(1)
  }
  const isClosed = () => wire.writableEnded || wire.destroyed
  for (let left = 40; left > 0 && !isClosed(); left--) await turns(1)
  return { seen, replies: withoutOwn(wire.said), isClosed: isClosed() }
}

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
}

/** By the server of this project. */
export function serveOurs(bytes: Buffer, ends: readonly number[] = []): Promise<Served> {
  return serve(bytes, ends, (wire, seen) => {
    serveConnection(wire, (exchange) => {
      const place = seen.push(BEGUN) - 1
      wholeBody(exchange.body).then((body) => {
        seen[place] = seenOf(exchange, body)
        exchange.reply(200, 'x-kind: echo\r\n', body)
      }, ignore)
    })
  })
}

/** By node:http. */
export function serveByNode(bytes: Buffer, ends: readonly number[] = []): Promise<Served> {
  return serve(bytes, ends, (wire, seen) => {
    const server = createServer((req, res) => {
      const place = seen.push(BEGUN) - 1
      bodyOf(req).then((body) => {
        const { method = '', url: target = '', headers, trailers } = req
        const at = { fields: joined(headers), trailers: joined(trailers) }
        seen[place] = { method, target, body: body.toString('latin1'), ...at }
        res.writeHead(200, { 'x-kind': 'echo', 'content-length': body.length }).end(body)
      }, ignore)
    })
    server.emit('connection', wire)
  })
}

/** A request that broke off. */
function ignore(): void {}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part)
  return Buffer.concat(parts)
}

function seenOf({ head, body }: Exchange, whole: Buffer): Seen {
  const { method, target, fields } = head
  const trailers = Buffer.isBuffer(body) ? {} : joined(body.trailers)
  return { method, target, fields: joined(fields), body: whole.toString('latin1'), trailers }
}

function joined(fields: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value].flat().join(', ')]))
}

/** Leave to send a body may be given or not where the body comes anyway; dates and what is said of a connection are one's own. */
function withoutOwn(said: string): string {
  return said
    .replaceAll('HTTP/1.1 100 Continue\r\n\r\n', '')
    .replace(/^(?:date|connection|keep-alive): .*\r\n/gim, '')
}
