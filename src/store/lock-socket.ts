import { connect, createServer, type Server, type Socket } from 'node:net'

/** How long a holder may take to say who it is; one that is stopped (SIGSTOP) never answers, and still holds. */
const PATIENCE_MS = 2000

/** A local socket that answers whoever connects, and keeps no process alive. */
export interface LockSocket {
  close(): Promise<void>
}

/**
 * Listens at an address.
 * @param answer what a caller is told; asked for each call
 * @throws the system's error, `EADDRINUSE` where somebody listens there
 */
export function listenAt(address: string, answer: () => string): Promise<LockSocket> {
  const callers = new Set<Socket>()
  return new Promise((done, failed) => {
    const server = createServer((socket) => {
      callers.add(socket)
      socket.on('error', () => {}).on('close', () => callers.delete(socket))
      socket.end(answer())
    })
    server.once('error', failed)
    server.listen(address, () => done({ close: () => closeServer(server.off('error', failed), callers) }))
    server.unref()
  })
}

function closeServer(server: Server, callers: ReadonlySet<Socket>): Promise<void> {
  for (const caller of callers) caller.destroy()
  return new Promise((done) => server.close(() => done()))
}

/** What is said for one who listens and does not answer in time. */
export const SILENT = 'silent'

/**
 * What the one who listens at an address says, `SILENT` when it says nothing for two seconds, `''` when it goes away
 * just then, undefined when nobody listens.
 */
export function answerOf(address: string): Promise<string | undefined> {
  return new Promise((done) => {
    let said = ''
    const socket = connect(address)
    socket.setTimeout(PATIENCE_MS, () => {
      said ||= SILENT
      socket.destroy()
    })
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED' || code === 'ENOENT') done(undefined)
    })
    socket.on('close', () => done(said))
  })
}
