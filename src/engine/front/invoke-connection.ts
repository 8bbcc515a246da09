import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { nextTick } from 'node:process'
import { Deadline } from '../deadline.ts'
import type { FunctionPool } from '../function-pool.ts'
import { badGateway } from './front-request.ts'
import { invoke } from './lambda-invoke.ts'
import { type OwnReply, ownReplyBytes } from './own-reply.ts'
import { WholeRequestReader } from './whole-request.ts'

/** How long a client may take for its first request before the other server waits for it. */
const FIRST_WAIT_MS = 1000
/** How much longer than it says a connection is kept, so that a client which uses all of that time is still answered. As node:http of Node 22 and 24. */
const SPARE_MS = 1000

/** Gives a connection to a server of node:http, with what has been read of it. */
type HandOver = (socket: Socket) => void

/**
 * Answers Lambda's Invoke in front of a server of node:http where a request comes in one piece and asks for nothing else,
 * as one of a client that measures does: half of what such a request costs is what that server does for all the others. With
 * the first request that is not so a connection is the server's, for good.
 * @param findPool the function that a request's target invokes, if it does
 * @returns ends the connections that are not the server's
 */
export function answerInvokesBefore(
  server: Server,
  findPool: (target: string) => FunctionPool | undefined,
): () => void {
  const listeners = server.listeners('connection')
  const open = new Set<Socket>()
  const handOver: HandOver = (socket) => {
    open.delete(socket)
    for (const listener of listeners) listener.call(server, socket)
  }
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    new InvokeConnection(socket, { findPool, handOver, keepsMs: server.keepAliveTimeout }).open()
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}

interface Surroundings {
  readonly findPool: (target: string) => FunctionPool | undefined
  readonly handOver: HandOver
  /** How long it is said that a connection is kept on which nothing is asked. */
  readonly keepsMs: number
}

class InvokeConnection {
  readonly #socket: Socket
  readonly #around: Surroundings
  readonly #requests = new WholeRequestReader()
  readonly #silence = new Deadline(() => this.#endSilence())
  #isFresh = true
  #isBusy = false
  /** What came before the reply that is due. */
  #held: Buffer | undefined
  #lastTarget = ''
  #lastPool: FunctionPool | undefined

  constructor(socket: Socket, around: Surroundings) {
    this.#socket = socket
    this.#around = around
  }

  open(): void {
    this.#socket.on('data', this.#take)
    this.#socket.on('end', this.#end)
    this.#socket.on('error', ignore)
    this.#socket.on('close', this.#close)
    this.#silence.set(FIRST_WAIT_MS)
  }

  readonly #take = (chunk: Buffer) => {
    if (this.#isBusy) {
      this.#held = this.#held ? Buffer.concat([this.#held, chunk]) : chunk
      this.#socket.pause()
      return
    }
    const asked = this.#requests.read(chunk)
    const pool = asked?.method === 'POST' ? this.#findPool(asked.target) : undefined
    if (!asked || !pool) return this.#handOver(chunk)
    this.#isFresh = false
    this.#isBusy = true
    this.#silence.callOff()
    void invoke(pool, asked.fields, () => asked.body)
      .catch(badGateway)
      .then((reply) => this.#reply(reply))
  }

  #findPool(target: string): FunctionPool | undefined {
    if (target === this.#lastTarget) return this.#lastPool
    this.#lastPool = this.#around.findPool(target)
    this.#lastTarget = target
    return this.#lastPool
  }

  #reply(reply: OwnReply): void {
    this.#isBusy = false
    if (!this.#socket.writable) return
    this.#socket.write(this.#bytesOf(reply), 'latin1')
    // By then the environment is free again.
    if (this.#held) setImmediate(() => this.#handOver(this.#held))
    else this.#silence.set(this.#around.keepsMs + SPARE_MS)
  }

  #bytesOf(reply: OwnReply): string {
    const { keepsMs } = this.#around
    try {
      return ownReplyBytes(reply, keepsMs)
    } catch (error) {
      return ownReplyBytes(badGateway(error), keepsMs)
    }
  }

  /** @param bytes that have been read and are not answered */
  #handOver(bytes?: Buffer): void {
    const socket = this.#socket
    if (socket.destroyed) return
    this.#silence.close()
    socket.off('data', this.#take).off('end', this.#end).off('error', ignore).off('close', this.#close)
    socket.pause()
    if (bytes) socket.unshift(bytes)
    this.#around.handOver(socket)
    nextTick(() => socket.resume())
  }

  readonly #end = () => void this.#socket.end()

  readonly #close = () => this.#silence.close()

  #endSilence(): void {
    if (this.#isFresh) this.#handOver()
    else this.#socket.destroy()
  }
}

/** A connection that breaks is closed, and that is told. */
function ignore(): void {}
