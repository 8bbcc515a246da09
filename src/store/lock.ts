import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ColdstartError, isColdstartError, messageOf } from '../core/errors.ts'
import { electHolder, isElected, type Taken } from './lock-election.ts'
import { type LockPlace, lockPlace } from './lock-place-process.ts'
import { answerOf, listenAt } from './lock-socket.ts'

/** Lets go of a lock. */
export type ReleaseLock = () => Promise<void>

/** How often a name is tried whose holder goes away just then. */
const ATTEMPTS = 5

/**
 * Makes this process the only writer of a file on this machine. The lock is a listening local socket, not a file's
 * content: the system lets go of it however the process ends, SIGKILL included, and a reused process id cannot be
 * mistaken for its holder. It is not reentrant.
 * @param path the file, which need not exist; links to it lead to the same lock
 * @param inUse the error that is thrown when another has it; `pid` is left out where the holder does not say it
 * @throws `inUse(…)`, ColdstartError `cannot-lock`, `lock-folder-taken`
 */
export async function lockFile(
  path: string,
  inUse: (pid?: number) => ColdstartError,
  place: LockPlace = lockPlace(),
): Promise<ReleaseLock> {
  const taken = await take(await lockName(path), place).catch((error: unknown) => {
    if (isColdstartError(error)) throw error
    throw new ColdstartError('cannot-lock', { path, reason: messageOf(error) }, { cause: error })
  })
  if ('release' in taken) return taken.release
  throw inUse(taken.holder)
}

/** Whether some process writes the file now; the lock itself is left alone, so nobody is turned away by the look. */
export async function isLocked(path: string, place: LockPlace = lockPlace()): Promise<boolean> {
  const name = await lockName(path)
  const address = addressOf(name, place)
  return address === undefined ? isElected(name, place) : (await answerOf(address)) !== undefined
}

async function take(name: string, place: LockPlace): Promise<Taken> {
  const address = addressOf(name, place)
  if (address === undefined) return electHolder(name, place)
  for (let attempt = 1; ; attempt++) {
    try {
      const socket = await listenAt(address, () => `holding ${place.pid}`)
      return { release: () => socket.close() }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      const said = await answerOf(address)
      if (said !== undefined || attempt === ATTEMPTS)
        return { holder: Number(said?.split(' ')[1]) || undefined }
    }
  }
}

/** A name that only one can listen at and that ends with its process; undefined where sockets are files. */
function addressOf(name: string, { platform }: LockPlace): string | undefined {
  if (platform === 'linux') return `\0coldstart-${name}`
  return platform === 'win32' ? `\\\\.\\pipe\\coldstart-${name}` : undefined
}

/** One name for one file, however it is spelt. */
async function lockName(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)))
  const file = await realpath(path).catch(() => join(folder, basename(path)))
  const spelling = (await ignoresCase(folder)) ? file.normalize('NFC').toLowerCase() : file
  // Loaded here, as in the other files of this room that a command loads which only reads: it costs more than the read.
  const { createHash } = await import('node:crypto')
  return createHash('sha256').update(spelling).digest('hex').slice(0, 24)
}

/** Whether the folder answers to its name in the other case as well. */
async function ignoresCase(folder: string): Promise<boolean> {
  const name = basename(folder)
  const other = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase()
  if (other === name) return false
  try {
    const [one, two] = await Promise.all([stat(folder), stat(join(dirname(folder), other))])
    return one.ino === two.ino && one.dev === two.dev
  } catch {
    return false
  }
}
