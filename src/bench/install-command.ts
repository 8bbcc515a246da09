import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { Variables } from './git.ts'

/** How a project's dependencies are installed exactly as its lockfile says. */
export interface Install {
  /** Relative to the top folder, with forward slashes; '' for the top. */
  readonly at: string
  readonly command: string
}

/** Each lockfile, and the package manager that it is of. */
const LOCKFILES = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
] as const

type Manager = (typeof LOCKFILES)[number][1]

const COMMANDS: Readonly<Record<Manager, string>> = {
  pnpm: 'pnpm install --frozen-lockfile --prefer-offline',
  bun: 'bun install --frozen-lockfile',
  yarn: 'yarn install --frozen-lockfile --prefer-offline --non-interactive',
  npm: 'npm ci --prefer-offline --no-audit --no-fund',
}

/**
 * The command of the lockfile that is nearest to a file: that of the package manager which wrote it, in its own
 * version where corepack knows it.
 * @param path of the file, relative to the top folder, with forward slashes
 * @returns undefined where nothing is to be installed
 * @throws ColdstartError `setup-failed` where dependencies are wanted and no lockfile says which, or where the
 * package manager is not installed
 */
export async function installFor(top: string, path: string, env: Variables): Promise<Install | undefined> {
  const folders = foldersAbove(top, path)
  for (const folder of folders) {
    const manifest = await readManifest(folder)
    const manager = await managerOf(folder, manifest)
    if (manager === undefined) continue
    return { at: posixRelative(top, folder), command: await commandOf(manager, folder, env) }
  }
  for (const folder of folders) {
    const { dependencies = {} } = await readManifest(folder)
    if (Object.keys(dependencies).length > 0)
      throw new ColdstartError('setup-failed', {
        reason: 'its package.json wants dependencies, and no lockfile says which',
      })
  }
  return undefined
}

/** From the file's own folder up to the top. */
function foldersAbove(top: string, path: string): string[] {
  const folders = [top]
  for (const part of dirname(path).split('/')) {
    if (part !== '.') folders.unshift(join(folders[0] ?? top, part))
  }
  return folders
}

interface Manifest {
  readonly dependencies?: object
  readonly packageManager?: string
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  } catch {
    return {}
  }
}

/** Of several lockfiles in a folder, that of the package manager which package.json names. */
async function managerOf(folder: string, { packageManager = '' }: Manifest): Promise<Manager | undefined> {
  const there = await Promise.all(
    LOCKFILES.map(async ([file, manager]) => ((await isThere(join(folder, file))) ? [manager] : [])),
  )
  const found = there.flat()
  return found.find((manager) => packageManager.startsWith(`${manager}@`)) ?? found[0]
}

async function commandOf(manager: Manager, folder: string, env: Variables): Promise<string> {
  const lockfile = manager === 'yarn' ? await readFile(join(folder, 'yarn.lock'), 'utf8') : ''
  // From version 2 on, yarn's lockfile is YAML with this key, and the words for the same are others.
  const isBerry = /^__metadata:/m.test(lockfile)
  const command = isBerry ? 'yarn install --immutable' : COMMANDS[manager]
  if (await isOnPath(manager, env)) return command
  const release = isBerry ? await yarnRelease(folder) : undefined
  if (release) return command.replace('yarn', `node "${release}"`)
  if (manager !== 'bun' && (await isOnPath('corepack', env))) return `corepack ${command}`
  throw new ColdstartError('setup-failed', {
    reason: `its lockfile is of ${manager}, which is not installed`,
    install: `npm install -g ${manager}`,
  })
}

/** The release that a project has committed, as .yarnrc.yml names it. */
async function yarnRelease(folder: string): Promise<string | undefined> {
  const settings = await readFile(join(folder, '.yarnrc.yml'), 'utf8').catch(() => '')
  return /^yarnPath:\s*["']?([^"'\n]+?)["']?\s*$/m.exec(settings)?.[1]
}

/** Whether a shell would find a program of this name. */
async function isOnPath(name: string, { PATH = '', Path = PATH, PATHEXT = '' }: Variables): Promise<boolean> {
  const endings = ['', ...PATHEXT.split(';').filter((end) => end !== '')]
  const places = Path.split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.all(
    places.flatMap((folder) => endings.map((end) => isThere(join(folder, name + end), constants.X_OK))),
  )
  return found.includes(true)
}

function isThere(path: string, mode: number = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
