import type { ProbeError } from '../core/probe-request.ts'
import { ConnectionEnded, classifyFailure, ProbeFailure } from './classify-failure.ts'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'
import type { ReplyHandler } from './http-client.ts'
import { SurplusBytes } from './http1-client.ts'
import { nameOfErrorCode } from './http2-frames.ts'

/** What one exchange on an open connection gave; moments are in the connection's stamps. */
export interface Exchange {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly bytes: number
  /** Arrival of the reply's first and last byte, monotonic ms; NaN when it did not get that far. */
  readonly firstByteMs: number
  readonly lastByteMs: number
  readonly error: ProbeError | undefined
}

/** Collects the reply to one request. Keeps chunks as they are; nothing is parsed while the request is in flight. */
export class ReplyCollector implements ReplyHandler {
  readonly #connection: Connection
  readonly #maxBodyBytes: number
  readonly #deadline: Deadline
  readonly #resolve: (exchange: Exchange) => void
  readonly #chunks: Buffer[] = []
  #status: number | undefined
  #headers: Parameters<ReplyHandler['started']>[1] = {}
  #bytes = 0
  #firstByteMs = Number.NaN
  #lastByteMs = Number.NaN
  #settled = false

  constructor(
    connection: Connection,
    maxBodyBytes: number,
    deadline: Deadline,
    resolve: (exchange: Exchange) => void,
  ) {
    this.#connection = connection
    this.#maxBodyBytes = maxBodyBytes
    this.#deadline = deadline
    this.#resolve = resolve
  }

  started(status: number, headers: Parameters<ReplyHandler['started']>[1]): Error | undefined {
    const { stamps, protocol } = this.#connection
    this.#firstByteMs = protocol === 'h2' ? stamps.parsingMs : stamps.firstByteMs
    if (status < 200) return interimReply(status)
    this.#status = status
    this.#headers = headers
    this.#deadline.enter('download')
    return undefined
  }

  received(part: Buffer): Error | undefined {
    this.#bytes += part.length
    if (this.#bytes > this.#maxBodyBytes)
      return new ProbeFailure('protocol', `The body is longer than the bound of ${this.#maxBodyBytes} bytes.`)
    this.#chunks.push(part)
    return undefined
  }

  ended(): void {
    const { stamps, protocol, socket } = this.#connection
    this.#lastByteMs = protocol === 'h2' ? stamps.parsingMs : stamps.lastByteMs
    this.#deadline.stop()
    setImmediate(() => {
      this.#settle(socket.errored instanceof SurplusBytes ? surplusBytes(this.#bytes) : this.#resetEarly())
    })
  }

  failed(error: Error): void {
    this.#settle(this.#explain(error))
  }

  /** Over HTTP/2 a reply is whole when its stream says so; HTTP clients take some resets for its end. */
  #resetEarly(): ProbeError | undefined {
    const { streamFacts: facts } = this.#connection
    if (!facts || (facts.replyEnded && facts.resetCode === undefined)) return undefined
    const by =
      facts.resetCode === undefined
        ? 'ended the connection'
        : `reset the stream (${nameOfErrorCode(facts.resetCode)})`
    const message = `The server ${by} before its reply was complete: ${this.#bytes} bytes of body had come.`
    return { kind: 'reset', message }
  }

  #explain(error: Error): ProbeError {
    const { stamps, protocol, streamFacts } = this.#connection
    // The first bytes of HTTP/2 are the connection's own.
    if (Number.isNaN(this.#firstByteMs) && protocol !== 'h2') this.#firstByteMs = stamps.firstByteMs
    const isByServer = streamFacts?.resetCode !== undefined || streamFacts?.goneAway
    const early = isByServer && !(error instanceof ProbeFailure) ? this.#resetEarly() : undefined
    if (early) return early
    const interim = /^HTTP\/1\.\d (1\d\d)/.exec(stamps.firstChunk?.toString('latin1', 0, 12) ?? '')
    if (interim && !(error instanceof ProbeFailure)) return interimReply(Number(interim[1])).error
    const declared = Number(this.#headers['content-length'])
    const ended = error instanceof ConnectionEnded
    if (ended && this.#status !== undefined && this.#bytes < declared)
      return { kind: 'protocol', message: `The body ended after ${this.#bytes} of ${declared} bytes.` }
    if (ended && this.#status !== undefined && this.#headers['transfer-encoding'])
      return { kind: 'protocol', message: `The chunked body ended early, after ${this.#bytes} bytes.` }
    return classifyFailure(error, Number.isNaN(this.#firstByteMs) ? 'wait' : 'download')
  }

  #settle(error: ProbeError | undefined): void {
    if (this.#settled) return
    this.#settled = true
    this.#deadline.stop()
    if (error) this.#connection.close()
    this.#resolve({
      status: this.#status,
      headers: joinHeaders(this.#headers),
      body: this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks),
      bytes: this.#bytes,
      firstByteMs: this.#firstByteMs,
      lastByteMs: this.#lastByteMs,
      error,
    })
  }
}

function interimReply(status: number): ProbeFailure {
  return new ProbeFailure(
    'protocol',
    `The server sent an interim reply (${status}): its first byte is not the function's, so wait has no meaning.`,
  )
}

function surplusBytes(bytes: number): ProbeError {
  return {
    kind: 'protocol',
    message: `The server sent more than the reply's declared length (${bytes} bytes of body).`,
  }
}

function joinHeaders(headers: Parameters<ReplyHandler['started']>[1]): Record<string, string> {
  const names = Object.keys(headers)
  if (names.every((name) => typeof headers[name] === 'string')) return headers as Record<string, string>
  const joined: Record<string, string> = {}
  for (const name of names) {
    const value = headers[name]
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return joined
}
