import { connect, type Socket } from 'node:net'

/** What the Runtime API answered. */
export interface RuntimeReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * One kept HTTP/1.1 connection to the Runtime API, over node:net because loading node:http would cost every
 * cold start milliseconds. Replies come back in the order of requests, with a Content-Length, as the API documents.
 */
export class RuntimeConnection {
  readonly #socket: Socket
  readonly #host: string
  readonly #extraHeaders: string
  #received: Buffer = Buffer.alloc(0)
  readonly #waiting: ((reply: RuntimeReply) => void)[] = []

  /** Connects at once; the process ends when the API goes away, as there is nobody left to serve. */
  constructor(host: string, port: number, extraHeaders: string) {
    this.#host = `${host}:${port}`
    this.#extraHeaders = extraHeaders
    this.#socket = connect({ host, port, noDelay: true })
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#socket.on('error', () => process.exit(0))
    this.#socket.on('close', () => process.exit(0))
  }

  /** Whether waiting for a reply keeps this process alive: not while its handler's own work decides that. */
  keepsAlive(yes: boolean): void {
    if (yes) this.#socket.ref()
    else this.#socket.unref()
  }

  /** @param headers complete header lines, each ended by CRLF */
  request(method: string, path: string, headers = '', body: string | Buffer = ''): Promise<RuntimeReply> {
    const length = method === 'POST' ? `Content-Length: ${Buffer.byteLength(body)}\r\n` : ''
    const reply = this.#open(method, path, headers + length, typeof body === 'string' ? body : '')
    if (typeof body !== 'string') this.#socket.write(body)
    return reply
  }

  /** A POST whose body is written in chunks; `end` may add trailers, each a line ended by CRLF. */
  requestInChunks(path: string, headers: string) {
    const reply = this.#open('POST', path, `${headers}Transfer-Encoding: chunked\r\n`, '')
    const write = (chunk: Buffer, written: () => void) => {
      if (chunk.length === 0) return written()
      this.#socket.cork()
      this.#socket.write(`${chunk.length.toString(16)}\r\n`)
      this.#socket.write(chunk)
      this.#socket.write('\r\n', () => written())
      this.#socket.uncork()
    }
    const end = (trailers = '') => void this.#socket.write(`0\r\n${trailers}\r\n`)
    return { reply, write, end }
  }

  #open(method: string, path: string, headers: string, body: string): Promise<RuntimeReply> {
    this.#gather()
    const head = `${method} ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n${this.#extraHeaders}${headers}\r\n`
    this.#socket.write(head + body)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** What is written in one turn leaves as one packet: an answer and the request for more work. */
  #gather(): void {
    if (this.#socket.writableCorked > 0) return
    this.#socket.cork()
    process.nextTick(() => this.#socket.uncork())
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    for (let reply = this.#takeReply(); reply; reply = this.#takeReply()) this.#waiting.shift()?.(reply)
  }

  #takeReply(): RuntimeReply | undefined {
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return undefined
    const [statusLine = '', ...lines] = this.#received.toString('latin1', 0, headEnd).split('\r\n')
    const headers = Object.fromEntries(lines.map(splitHeader))
    const bodyEnd = headEnd + 4 + Number(headers['content-length'] ?? 0)
    if (this.#received.length < bodyEnd) return undefined
    const body = this.#received.subarray(headEnd + 4, bodyEnd)
    this.#received = this.#received.subarray(bodyEnd)
    return { status: Number(statusLine.split(' ', 2)[1]), headers, body }
  }
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
