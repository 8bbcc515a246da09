import { existsSync } from 'node:fs'
import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { packageFolder } from '../core/built-entry.ts'
import { inPosixQuotes } from '../core/posix-quotes.ts'
import { isInTmp, TMP } from './isolation.ts'

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

/** What a Node process of ours reads beside a function's package. */
export function ownFolders(execPath: string): readonly string[] {
  return [dirname(execPath), packageFolder()]
}

/** What a path names below a folder of ours that an environment finds in `hold`; undefined for any other path. */
export function belowHeld(path: string): string | undefined {
  return /\/hold\/ours-\d+\/(.+)$/.exec(path)?.[1]
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
  const elsewhere = [
    { from: view.code.from, to: view.code.to },
    ...[...kept, ...moved].map(({ path, at }) => ({ from: path, to: at })),
    ...(await overProcesses(view)),
  ]
  const temporary = inPosixQuotes(view.temporary)
  const script = [
    // Without the flags that a mount below has, a user namespace may not make it read-only.
    'ro() { mount --bind -o ro "$1" "$2" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$2" 2>/dev/null || :; }',
    ...folders
      .filter((path) => !isInTmp(path))
      .map((path) => `ro ${inPosixQuotes(path)} ${inPosixQuotes(path)}`),
    await mountTogether(elsewhere, view),
    // Where it was left out, or the shell cannot tell.
    `[ ${TMP} -ef ${temporary} ] 2>/dev/null || mount --bind ${temporary} ${TMP} || exit 125`,
    ...((await liesIn(view.temporary, folders)) ? [WRITABLE_TMP] : []),
    ...kept.map(({ path, at }) => `mount --bind ${inPosixQuotes(at)} ${inPosixQuotes(path)} || exit 125`),
    // The folder as it is mounted now, not as it was when the shell began.
    `cd ${inPosixQuotes(view.workingFolder)} || exit 125`,
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

/** Out of a folder that is read-only by now, it would be read-only, too; the flags as for `ro`. */
const WRITABLE_TMP = `mount -o remount,bind,rw ${TMP} 2>/dev/null || mount -o remount,bind,rw,nosuid,nodev ${TMP} || exit 125`

async function liesIn(path: string, folders: readonly string[]): Promise<boolean> {
  const real = await realpath(path).catch(() => path)
  return folders.some((folder) => real.startsWith(folder + sep))
}

/** A folder that is to be seen, read-only, at another place too. */
interface ReadOnlyMount {
  readonly from: string
  readonly to: string
}

/**
 * A line that makes all read-only mounts and that of /tmp by one process, since each costs as much as a process does,
 * and the former one by one where that fails. `mount` leaves out what it takes for mounted already, so no place of
 * these may be a mount point before, and whether /tmp is the right one has to be looked at.
 */
async function mountTogether(
  mounts: readonly ReadOnlyMount[],
  { hold: folder, temporary }: View,
): Promise<string> {
  const table = join(folder, 'fstab')
  const lines = mounts.map(({ from, to }) => `${escapeField(from)} ${escapeField(to)} none bind,ro\n`)
  await writeFile(table, `${lines.join('')}${escapeField(temporary)} ${TMP} none bind\n`)
  const oneByOne = mounts.map(({ from, to }) => `ro ${inPosixQuotes(from)} ${inPosixQuotes(to)}`)
  return `mount -a -T ${inPosixQuotes(table)} 2>/dev/null || { ${oneByOne.join('; ')}; }`
}

/** As fstab(5) wants it. */
function escapeField(path: string): string {
  return path.replace(/[\s\\#]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

/** An empty folder over what /proc shows of processes; one that has ended needs none. */
async function overProcesses({ hold: folder, hidden = [] }: View): Promise<readonly ReadOnlyMount[]> {
  if (hidden.length === 0) return []
  const nothing = join(folder, 'nothing')
  await mkdir(nothing, { recursive: true })
  return hidden.map((pid) => ({ from: nothing, to: `/proc/${pid}` })).filter(({ to }) => existsSync(to))
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
