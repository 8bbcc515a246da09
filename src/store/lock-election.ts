import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ColdstartError } from '../core/errors.ts'
import { moveFile } from '../core/move-file.ts'
import type { LockPlace } from './lock-place-process.ts'
import { answerOf, listenAt } from './lock-socket.ts'

const LOOK_AGAIN_MS = 5
/** How often one that goes away just then is asked again before it counts as staying. */
const ATTEMPTS = 20

interface Rival {
  readonly file: string
  readonly isAsking: boolean
  readonly pid: number | undefined
}

/** Either the lock, or who has it (where that is known). */
export type Taken = { readonly release: () => Promise<void> } | { readonly holder: number | undefined }

/**
 * Takes a lock where sockets are files and a killed holder leaves its file behind. A shared file could not be
 * replaced safely (of two that find it dead, the second would remove the first one's new file), so each process
 * listens on a file of its own, named after the lock, and looks at the others: the lock is whose file is alone;
 * of several that ask at once, the first by name. As in Lamport's bakery ("A new solution of Dijkstra's concurrent
 * programming problem", 1974), a file is in place before its owner looks, so of two at least one sees the other.
 * @throws ColdstartError `lock-folder-taken`
 */
export async function electHolder(name: string, place: LockPlace): Promise<Taken> {
  await ownFolder(place)
  const { randomBytes } = await import('node:crypto')
  const nonce = randomBytes(6).toString('hex')
  const own = `${name}-${nonce}.sock`
  let state = 'asking'
  const unlisted = join(place.folder, `.${nonce}`)
  const socket = await listenAt(unlisted, () => `${state} ${place.pid}`)
  const release = async () => {
    await rm(join(place.folder, own), { force: true })
    await socket.close()
  }
  try {
    // Only a socket that listens gets a name that is looked at: one that does not answer is dead for certain.
    await moveFile(unlisted, join(place.folder, own))
    for (;;) {
      const rivals = await liveRivals(name, own, place.folder)
      const better = rivals.find(({ file, isAsking }) => !isAsking || file < own)
      if (better) {
        await release()
        return { holder: better.pid }
      }
      if (rivals.length === 0) {
        state = 'holding'
        return { release }
      }
      await delay(LOOK_AGAIN_MS)
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Whether a process holds the lock; takes part in no election. */
export async function isElected(name: string, { folder }: LockPlace): Promise<boolean> {
  const rivals = await liveRivals(name, undefined, folder)
  return rivals.some(({ isAsking }) => !isAsking)
}

async function liveRivals(name: string, own: string | undefined, folder: string): Promise<Rival[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const others = names.filter((file) => file.startsWith(`${name}-`) && file !== own)
  const rivals = await Promise.all(others.map((file) => askRival(file, folder)))
  return rivals.filter((rival) => rival !== undefined)
}

/** A rival that is there; the file of one that is gone is removed (its name is never used again). */
async function askRival(file: string, folder: string): Promise<Rival | undefined> {
  let said = await answerOf(join(folder, file))
  for (let attempt = 1; said === '' && attempt < ATTEMPTS; attempt++) {
    await delay(LOOK_AGAIN_MS)
    said = await answerOf(join(folder, file))
  }
  if (said === undefined) {
    await rm(join(folder, file), { force: true })
    return undefined
  }
  const [state, pid] = said.split(' ')
  return { file, isAsking: state === 'asking', pid: pid === undefined ? undefined : Number(pid) }
}

/** Others who could write in the folder could take our locks away, so it is ours alone. */
async function ownFolder({ folder, uid }: LockPlace): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const found = await lstat(folder)
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid))
    throw new ColdstartError('lock-folder-taken', { folder })
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700)
}
