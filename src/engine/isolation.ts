import { execFile } from 'node:child_process'
import { access, constants, mkdir, mkdtemp, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { pid as ownPid } from 'node:process'
import { packageFolder } from '../core/built-entry.ts'
import { removeFolder } from './environment-folder.ts'

/** How an environment's process gets a /tmp of its own and read-only code, by their literal paths. */
export interface Isolation {
  /** Command that gives what follows it a mount namespace of its own. */
  readonly command: readonly [string, ...string[]]
  /** Processes that it finds nothing of in /proc: their variables may be secrets. */
  readonly hidden?: readonly number[]
}

/** What one environment sees of the disk. */
export interface View {
  /** The package, and where the environment has it. */
  readonly code: { readonly from: string; readonly to: string }
  /** Folders that it may only read. */
  readonly readOnly: readonly string[]
  /** Folders of ours that it reads beside those. */
  readonly read: readonly string[]
  /** Folder that is its /tmp. */
  readonly temporary: string
  /** Processes whose folders in /proc are empty for it. */
  readonly hidden?: readonly number[]
  /** Folder in which mounts are prepared. */
  readonly hold: string
  readonly workingFolder: string
}

const TMP = '/tmp'
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

/** What a Node process of ours reads beside a function's package. */
export function ownFolders(execPath: string): readonly string[] {
  return [dirname(execPath), packageFolder()]
}

/** How a view is arranged. */
export interface Arrangement {
  readonly script: string
  /** Where the environment finds a file of ours that /tmp hides from it; any other path as it is. */
  readonly seenAt: (path: string) => string
}

/**
 * The shell script that arranges a view, says so on descriptor 3, waits for a line on its input and becomes the
 * command that it is given. Of what lies in /tmp, folders that the function itself reads stay where they are; what
 * only we read is found in `hold`.
 */
export async function arrangeView(view: View): Promise<Arrangement> {
  const folders = await topmost(view.readOnly)
  const kept = await hold(view, folders.filter(isInTmp), 'kept')
  const ours = view.read.filter((path) => isInTmp(path) && !folders.some((one) => path.startsWith(one)))
  const moved = await hold(view, ours, 'ours')
  for (const { path } of kept) await mkdir(join(view.temporary, relative(TMP, path)), { recursive: true })
  const script = [
    // Without the flags that a mount below has, a user namespace may not make it read-only.
    'ro() { mount --bind -o ro "$1" "$2" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$2" 2>/dev/null || :; }',
    `ro ${quote(view.code.from)} ${quote(view.code.to)}`,
    ...folders.filter((path) => !isInTmp(path)).map((path) => `ro ${quote(path)} ${quote(path)}`),
    ...[...kept, ...moved].map(({ path, at }) => `ro ${quote(path)} ${quote(at)}`),
    ...(await hideProcesses(view)),
    `mount --bind ${quote(view.temporary)} ${TMP} || exit 125`,
    ...kept.map(({ path, at }) => `mount --bind ${quote(at)} ${quote(path)} || exit 125`),
    // The folder as it is mounted now, not as it was when the shell began.
    `cd ${quote(view.workingFolder)} || exit 125`,
    'unset OLDPWD',
    '[ -z "$COLDSTART_PATH" ] || PATH=$COLDSTART_PATH; unset COLDSTART_PATH',
    'echo >&3; exec 3>&-',
    'read -r go || exit 0',
    'exec "$@" </dev/null',
  ].join('\n')
  const seenAt = (path: string) => {
    const found = moved.find((one) => path.startsWith(one.path + sep))
    return found ? found.at + path.slice(found.path.length) : path
  }
  return { script, seenAt }
}

/** Lines that put an empty folder over what /proc shows of processes; one that has ended needs none. */
async function hideProcesses({ hold: folder, hidden = [] }: View): Promise<readonly string[]> {
  if (hidden.length === 0) return []
  const nothing = join(folder, 'nothing')
  await mkdir(nothing, { recursive: true })
  return [
    `for pid in ${hidden.join(' ')}; do mount --bind -o ro ${quote(nothing)} /proc/$pid 2>/dev/null || :; done`,
  ]
}

/** Makes a place for each folder to be mounted at. */
async function hold({ hold: folder }: View, paths: readonly string[], name: string) {
  const held = paths.map((path, index) => ({ path, at: join(folder, `${name}-${index}`) }))
  for (const { at } of held) await mkdir(at, { recursive: true })
  return held
}

/** Real paths, without those that lie in another of them, and without what everything lies in. */
async function topmost(paths: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)))
  const known = [
    ...new Set(real.filter((path) => path !== undefined && path !== sep && path !== TMP)),
  ] as string[]
  return known.filter((path) => !known.some((other) => other !== path && path.startsWith(other + sep)))
}

function isInTmp(path: string): boolean {
  return path === TMP || path.startsWith(`${TMP}/`)
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`
}
