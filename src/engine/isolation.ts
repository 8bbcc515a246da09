import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pid as ownPid } from 'node:process'
import { removeFolder } from './environment-folder.ts'

/** How an environment's process gets a /tmp of its own and read-only code, by their literal paths. */
export interface Isolation {
  /** Command that gives what follows it a mount namespace of its own. */
  readonly command: readonly [string, ...string[]]
  /** Processes that it finds nothing of in /proc: their variables may be secrets. */
  readonly hidden?: readonly number[]
}

/** Where every environment has its temporary folder, its own: by the literal path that people write. */
export const TMP = '/tmp'
const PROBE_LIMIT_MS = 2000

/** As root, or as anybody where the system lets him have a user namespace of his own. */
const COMMANDS: readonly Isolation['command'][] = [
  ['unshare', '--mount'],
  ['unshare', '--mount', '--map-root-user'],
]

/**
 * Finds out by trying whether this user may make mount namespaces; undefined where he may not, and elsewhere than on
 * Linux.
 * @param folder where the trial may make a folder
 */
export async function findIsolation(platform: string, folder: string): Promise<Isolation | undefined> {
  if (platform !== 'linux' || isInTmp(folder)) return undefined
  const trial = await mkdtemp(join(folder, 'trial-'))
  try {
    for (const command of COMMANDS)
      if (await works(command, trial)) return { command, hidden: await withAncestors(ownPid) }
    return undefined
  } finally {
    await removeFolder(trial)
  }
}

/** A process and those that it descends from: the engine, the command line, the shell that it was typed in. */
async function withAncestors(pid: number): Promise<readonly number[]> {
  const line: number[] = []
  for (let at = pid; at > 1; ) {
    line.push(at)
    const status = await readFile(`/proc/${at}/status`, 'utf8').catch(() => '')
    at = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
  }
  return line
}

function works([file, ...args]: Isolation['command'], trial: string): Promise<boolean> {
  const script = `mount --bind -o ro "$1" "$1" && mount --bind "$1" ${TMP} && test -z "$(ls -A ${TMP})"`
  return new Promise((resolve) => {
    execFile(file, [...args, 'sh', '-c', script, 'sh', trial], { timeout: PROBE_LIMIT_MS }, (error) =>
      resolve(error === null),
    )
  })
}

/**
 * Where environments' folders are made so that hiding /tmp does not hide them.
 * @param temporaryFolder the system's, taken where it is not in /tmp anyway, and where it cannot be used: whoever uses
 *   it says so by its name
 */
export async function folderOutsideTmp(temporaryFolder: string, platform: string): Promise<string> {
  if (platform !== 'linux' || !isInTmp(temporaryFolder)) return temporaryFolder
  if (!(await isWritable(temporaryFolder))) return temporaryFolder
  for (const place of ['/var/tmp', '/dev/shm']) if (await isWritable(place)) return place
  return temporaryFolder
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Whether a path is hidden by an environment's own /tmp. */
export function isInTmp(path: string): boolean {
  return path === TMP || path.startsWith(`${TMP}/`)
}
