import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterReply } from '../../../src/engine/flight.ts'
import { answerInvokesBefore } from '../../../src/engine/front/invoke-connection.ts'
import { makeInvokeFinder, makeRouter } from '../../../src/engine/front/router.ts'
import type { FunctionEvent, Lease, Outcome } from '../../../src/engine/function-event.ts'
import type { FunctionPool } from '../../../src/engine/function-pool.ts'

export const TOKEN = 'token'

/** A door of the engine that listens over functions that are stand-ins. */
export interface Door {
  readonly port: number
  /** Ports of clients whose requests its server of node:http was given. */
  readonly seen: ReadonlySet<number | undefined>
  close(): void
}

/**
 * @param isDirect whether invocations are answered before the server of node:http, as the engine has it
 * @param more functions beside the usual ones
 */
export async function openDoor(
  isDirect: boolean,
  settings: Partial<Pick<Server, 'keepAliveTimeout' | 'headersTimeout'>> = {},
  more: readonly FunctionPool[] = [],
): Promise<Door> {
  const usual = ['echo', 'slow', 'full', 'broken', 'odd'].map(standIn)
  const pools = [...usual, ...more]
  const seen = new Set<number | undefined>()
  const server = createServer({ keepAlive: true, noDelay: true, connectionsCheckingInterval: 50 })
  Object.assign(server, { keepAliveTimeout: 65_000, ...settings })
  const route = makeRouter(TOKEN, pools)
  server.on('request', (req, res) => {
    seen.add(req.socket.remotePort)
    route(req, res)
  })
  const end = isDirect ? answerInvokesBefore(server, makeInvokeFinder(TOKEN, pools)) : undefined
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.close()
    server.closeAllConnections()
    end?.()
  }
  return { port: (server.address() as AddressInfo).port, seen, close }
}

/** `echo` gives its payload, `slow` after a while, `full` has no room, `broken` cannot start, `odd` has a name that no header can carry. */
function standIn(name: string): FunctionPool {
  const invoke = async (event: FunctionEvent): Promise<Outcome> => {
    if (name === 'slow') await pause(300)
    if (name === 'broken') throw new Error('no process could be started')
    const instance = {
      id: name === 'odd' ? '✓' : 'one',
      invocation: 1,
      reportedBy: 'engine',
    } as Outcome['instance']
    const logTail = Promise.resolve(event.wantsLog ? 'bG9n' : '')
    if (event.payload.toString() === '"fail"') {
      const failure = { errorType: 'Error', errorJson: '{"errorMessage":"größer"}', words: 'größer' }
      return { kind: 'error', ...failure, instance, logTail }
    }
    const body = Buffer.from(event.clientContext ?? event.payload)
    const how = { streaming: false, contentType: 'application/json', failure: () => undefined }
    return { kind: 'reply', body, ...how, instance, logTail }
  }
  const lease = () => (name === 'full' ? undefined : { invoke, release() {} })
  return { options: { contract: 'lambda', name }, lease } as unknown as FunctionPool
}

/** A function with one environment, which is free again as soon after a reply as a real one; its invocations wait for `answer`. */
export function oneEnvironment(name: string) {
  let isTaken = false
  let answer = () => {}
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const gate = new Promise<void>((resolve) => {
    answer = resolve
  })
  const { options, lease } = standIn(name)
  const invoke = async (event: FunctionEvent): Promise<Outcome> => {
    begin()
    await gate
    const free = event.wantsLog ? setImmediate : afterReply
    free(() => {
      isTaken = false
    })
    return (lease() as Lease).invoke(event)
  }
  const take = () => {
    if (isTaken) return undefined
    isTaken = true
    return { invoke, release() {} }
  }
  return { pool: { options, lease: take } as unknown as FunctionPool, begun, answer: () => answer() }
}

/** What a client heard on one connection, without what is another each time. */
export interface Heard {
  readonly said: string
  readonly isClosed: boolean
}

/** How fast a client speaks: so many ms between its pieces, or the next one when something was said to the one before. */
export type Pace = number | 'in turn'

/** A piece of what a client says; an empty one ends its side, and `undefined` says nothing. */
export type Piece = string | undefined

/**
 * Says the same to two doors, on a connection to each, and listens until they have said the same, or for a while.
 * @returns what each said, and which clients' ports it was said to
 */
export async function talkToBoth(doors: readonly [Door, Door], pieces: readonly Piece[], pace: Pace = 15) {
  const clients = await Promise.all(doors.map(({ port }) => openClient(port)))
  await Promise.all(clients.map((client) => sayAll(client, pieces, pace)))
  await until(() => clients.every(({ heard }) => heard().said !== '' || heard().isClosed))
  const isSame = () => isDeepStrictEqual(clients[0]?.heard(), clients[1]?.heard())
  await until(isSame)
  await pause(50)
  await until(isSame)
  for (const client of clients) client.socket.destroy()
  return clients.map(({ heard, port }) => ({ heard: heard(), port }))
}

type Client = Awaited<ReturnType<typeof openClient>>

export async function openClient(port: number) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
  let said = ''
  let isClosed = false
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  for (const event of ['end', 'close'])
    socket.on(event, () => {
      isClosed = true
    })
  await once(socket, 'connect')
  return { socket, port: socket.localPort, heard: (): Heard => ({ said: withoutChance(said), isClosed }) }
}

async function sayAll({ socket, heard }: Client, pieces: readonly Piece[], pace: Pace): Promise<void> {
  for (const piece of pieces) {
    const { said } = heard()
    if (piece === '') socket.end()
    else if (piece !== undefined && socket.writable) socket.write(piece, 'latin1')
    if (pace === 'in turn') await until(() => heard().said !== said || heard().isClosed)
    else await pause(pace)
  }
}

/** Until it holds, or for seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let left = 1000; left > 0 && !holds(); left--) await pause(5)
}

function withoutChance(said: string): string {
  return said.replace(/[\da-f]{8}-[\da-f-]{27}/g, '<id>').replace(/^Date: .*$/gm, 'Date: <date>')
}
