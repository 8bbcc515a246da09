import { createHash, randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'

export type ReleaseLock = () => Promise<void>

/**
 * Makes this process the only writer of a journal on this machine. The lock is a listening local socket, not
 * a file: the system lets go of it however the process ends, SIGKILL included, and a reused process id cannot
 * be mistaken for its owner.
 * @throws ColdstartError `journal-in-use`
 */
export async function lockJournal(path: string): Promise<ReleaseLock> {
  const address = socketAddress(path)
  const nonce = randomBytes(8).toString('hex')
  const server = await listen(address, nonce).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    if (!isFile(address) || (await answerOf(address)) !== undefined) throw inUse(path)
    await rm(address, { force: true })
    return listen(address, nonce).catch(() => {
      throw inUse(path)
    })
  })
  const close = () => new Promise<void>((done) => server.close(() => done()))
  if (isFile(address) && (await answerOf(address)) !== nonce) {
    await close()
    throw inUse(path)
  }
  return close
}

function inUse(path: string): ColdstartError {
  return new ColdstartError('journal-in-use', { path })
}

/** Linux: a name in the abstract namespace. Windows: a pipe. Elsewhere: a socket file, which may be left behind. */
function socketAddress(path: string): string {
  const name = `coldstart-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 24)}`
  if (platform() === 'linux') return `\0${name}`
  return platform() === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

function isFile(address: string): boolean {
  return address.startsWith('/')
}

function listen(address: string, nonce: string): Promise<Server> {
  return new Promise((done, failed) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(nonce))
    server.once('error', failed)
    server.listen(address, () => done(server.unref()))
  })
}

/** What the holder of the lock says, or undefined when nobody listens. */
function answerOf(address: string): Promise<string | undefined> {
  return new Promise((done) => {
    let said = ''
    const socket = connect(address)
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('error', () => done(undefined))
    socket.on('close', () => done(said))
  })
}
