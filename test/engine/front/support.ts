import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { answerInvokesBefore } from '../../../src/engine/front/invoke-connection.ts'
import { makeInvokeFinder, makeRouter } from '../../../src/engine/front/router.ts'
import type { FunctionEvent, Outcome } from '../../../src/engine/function-event.ts'
import type { FunctionPool } from '../../../src/engine/function-pool.ts'

export const TOKEN = 'token'

/** A door of the engine that listens over functions that are stand-ins. */
export interface Door {
  readonly port: number
  /** Ports of clients whose requests its server of node:http was given. */
  readonly seen: ReadonlySet<number | undefined>
  close(): void
}

/** @param isDirect whether invocations are answered before the server of node:http, as the engine has it */
export async function openDoor(
  isDirect: boolean,
  settings: Partial<Pick<Server, 'keepAliveTimeout' | 'headersTimeout'>> = {},
): Promise<Door> {
  const pools = [standIn('echo'), standIn('slow'), standIn('full'), standIn('broken'), standIn('odd')]
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
    if (name === 'slow') await pause(30)
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

/** What a client heard on one connection, without what is another each time. */
export interface Heard {
  readonly said: string
  readonly isClosed: boolean
}

interface Talk extends Heard {
  /** The client's own. */
  readonly port: number | undefined
}

/**
 * Sends bytes piece by piece on one connection, and listens until nothing more comes.
 * @param pieces an empty one ends this side, and `undefined` says nothing
 */
export function talk(port: number, pieces: readonly (string | undefined)[], waitMs = 15): Promise<Talk> {
  return new Promise((resolve) => {
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
    let own: number | undefined
    socket.on('connect', () => {
      own = socket.localPort
    })
    const send = async () => {
      for (const piece of pieces) {
        if (piece === '') socket.end()
        else if (piece !== undefined && socket.writable) socket.write(piece, 'latin1')
        await pause(waitMs)
      }
      await quiet(() => said.length)
      resolve({ said: withoutChance(said), isClosed, port: own })
      socket.destroy()
    }
    void send()
  })
}

/** Until a number has not changed for a while. */
async function quiet(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); await pause(50)) before = read()
}

function withoutChance(said: string): string {
  return said.replace(/[\da-f]{8}-[\da-f-]{27}/g, '<id>').replace(/^Date: .*$/gm, 'Date: <date>')
}
