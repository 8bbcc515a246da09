import type { Socket } from 'node:net'
import type { ReadQueue } from './read-queue.ts'
import { now } from './wall-clock.ts'

/** Received and not yet parsed; beyond this the socket is told to stop reading. */
const MAX_QUEUED_BYTES = 1024 * 1024

/** Moments at the socket, monotonic milliseconds; NaN until they happen. */
export interface SocketStamps {
  /** Just before the first write of a request, and just after its last. */
  sendStartMs: number
  sendEndMs: number
  /** What is written from now on is not the request: HTTP/2 acknowledges settings and reads. */
  isSent: boolean
  /** Arrival of the first and of the latest chunk since the request was begun. */
  firstByteMs: number
  lastByteMs: number
  /** Arrival of the chunk that was handed to the parser last. */
  parsingMs: number
  /** The first chunk since the request was begun. */
  firstChunk: Buffer | undefined
}

/** A socket that notes when bytes leave and come. */
export interface StampedSocket {
  readonly socket: Socket
  readonly stamps: SocketStamps
  /** Forgets the stamps of the request before. */
  reset(): void
}

/**
 * Stamps a socket's reads in `push`, which Node's read callback calls first, and its writes in `_write`, around
 * the system call. Chunks reach the HTTP parser later, through the queue, with the stamp of their arrival.
 */
export function stampSocket(socket: Socket, queue: ReadQueue): StampedSocket {
  const stamps = noStamps()
  stampWrites(socket, stamps)
  stampReads(socket, stamps, queue)
  return { socket, stamps, reset: () => forget(stamps) }
}

function noStamps(): SocketStamps {
  return {
    sendStartMs: Number.NaN,
    sendEndMs: Number.NaN,
    isSent: false,
    firstByteMs: Number.NaN,
    lastByteMs: Number.NaN,
    parsingMs: Number.NaN,
    firstChunk: undefined,
  }
}

function forget(stamps: SocketStamps): void {
  stamps.sendStartMs = Number.NaN
  stamps.sendEndMs = Number.NaN
  stamps.isSent = false
  stamps.firstByteMs = Number.NaN
  stamps.lastByteMs = Number.NaN
  stamps.parsingMs = Number.NaN
  stamps.firstChunk = undefined
}

function stampWrites(socket: Socket, stamps: SocketStamps): void {
  const write = socket._write
  socket._write = (chunk, encoding, callback) => {
    const before = now()
    write.call(socket, chunk, encoding, callback)
    noteSend(stamps, before)
  }
  const writev = socket._writev
  if (!writev) return
  socket._writev = (chunks, callback) => {
    const before = now()
    writev.call(socket, chunks, callback)
    noteSend(stamps, before)
  }
}

function noteSend(stamps: SocketStamps, before: number): void {
  if (stamps.isSent) return
  stamps.sendEndMs = now()
  if (Number.isNaN(stamps.sendStartMs)) stamps.sendStartMs = before
}

function noteArrival(stamps: SocketStamps, at: number, chunk: Buffer): void {
  stamps.lastByteMs = at
  if (!Number.isNaN(stamps.firstByteMs)) return
  stamps.firstByteMs = at
  stamps.firstChunk = chunk
}

function stampReads(socket: Socket, stamps: SocketStamps, queue: ReadQueue): void {
  const push = socket.push
  const destroy = socket.destroy
  let chunks: (Buffer | null)[] = []
  let arrivals: number[] = []
  let queuedBytes = 0
  let endWith: (() => void) | undefined

  const drain = () => {
    const parsing = chunks
    const arrived = arrivals
    chunks = []
    arrivals = []
    queuedBytes = 0
    for (const [index, chunk] of parsing.entries()) {
      stamps.parsingMs = arrived[index] as number
      push.call(socket, chunk)
      if (chunk === null) socket.read(0)
    }
    endWith?.()
  }
  socket.push = (chunk: Buffer | null) => {
    const at = now()
    arrivals.push(at)
    if (chunk !== null) noteArrival(stamps, at, chunk)
    if (chunks.push(chunk) === 1) queue.add(drain)
    queuedBytes += chunk?.length ?? 0
    return queuedBytes < MAX_QUEUED_BYTES
  }
  // A reset that follows the last bytes in the same turn must not overtake them.
  socket.destroy = (error?: Error) => {
    if (chunks.length > 0) endWith ??= () => destroy.call(socket, error)
    else destroy.call(socket, error)
    return socket
  }
}
