import { constants, readFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { foldersUpTo } from '../core/folders-above.ts'
import { isThere } from '../core/is-there.ts'
import { posixRelative } from '../core/posix-path.ts'
import type { Variables } from '../run/git.ts'
import { lockingManager, type PackageManager, readManifest } from '../workload/lockfiles.ts'

/** How a project's dependencies are installed exactly as its lockfile says. */
export interface Install {
  /** Relative to the top folder, with forward slashes; '' for the top. */
  readonly at: string
  readonly command: string
}

const COMMANDS: Readonly<Record<PackageManager, string>> = {
  pnpm: 'pnpm install --frozen-lockfile --prefer-offline',
  bun: 'bun install --frozen-lockfile',
  berry: 'yarn install --immutable',
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
  let wanted = 0
  for (const folder of foldersUpTo(top, dirname(join(top, path)))) {
    const manifest = await readManifest(folder)
    const manager = await lockingManager(folder, manifest)
    if (manager !== undefined)
      return { at: posixRelative(top, folder), command: await commandOf(manager, folder, env) }
    wanted += Object.keys(manifest.dependencies ?? {}).length
  }
  if (wanted === 0) return undefined
  throw new ColdstartError('setup-failed', {
    reason: 'its package.json wants dependencies, and no lockfile says which',
  })
}

async function commandOf(manager: PackageManager, folder: string, env: Variables): Promise<string> {
  const command = COMMANDS[manager]
  const program = manager === 'berry' ? 'yarn' : manager
  if (await isOnPath(program, env)) return command
  const release = manager === 'berry' ? await yarnRelease(folder) : undefined
  if (release) return command.replace('yarn', `node "${release}"`)
  if (manager !== 'bun' && (await isOnPath('corepack', env))) return `corepack ${command}`
  throw new ColdstartError('setup-failed', {
    reason: `its lockfile is of ${program}, which is not installed`,
    install: `npm install -g ${program}`,
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
