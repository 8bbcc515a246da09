import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findConfigFile } from '../../config/find-config-file.ts'
import { posixRelative } from '../../core/posix-path.ts'
import { readVersion } from '../../core/version.ts'
import type { Io } from '../io.ts'
import type { Project } from './answers.ts'

/** What is found in the repository before anything is asked. */
export interface FoundProject extends Project {
  /** The top of the repository; the folder itself where there is no git. */
  readonly top: string
  /** Files that look like functions, relative to the folder. */
  readonly candidates: readonly string[]
  /** Installs the dependencies, by the lockfile that is nearest. */
  readonly install?: string
  readonly hasGitLab: boolean
  /** The configuration that is in force, relative to the folder, and whether it names functions. */
  readonly config?: { readonly path: string; readonly hasFunctions: boolean }
}

/** @throws ColdstartError those of `findConfigFile` */
export async function readProject({ cwd, home }: Pick<Io, 'cwd' | 'home'>): Promise<FoundProject> {
  const folders = foldersUp(cwd)
  const top = (await firstWith(folders, '.git')) ?? cwd
  const inside = folders.slice(0, folders.indexOf(top) + 1)
  const config = await findConfigFile({ cwd, home })
  const install = await installIn(inside, cwd)
  return {
    top,
    folder: posixRelative(top, cwd),
    version: await readVersion(),
    candidates: await candidatesIn(cwd),
    hasGitLab: await isThere(join(top, '.gitlab-ci.yml')),
    ...((await isThere(join(top, '.nvmrc'))) && { nodeVersionFile: '.nvmrc' }),
    ...(config && {
      config: { path: posixRelative(cwd, config.path), hasFunctions: 'functions' in config.values },
    }),
    ...(install !== undefined && { install }),
  }
}

function foldersUp(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUp(above)]
}

async function firstWith(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) if (await isThere(join(folder, name))) return folder
  return undefined
}

/** Each lockfile, and how a clean checkout is made ready by it. */
const INSTALLS = [
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['bun.lock', 'npm install --global bun && bun install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install --frozen-lockfile'],
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
] as const

async function installIn(folders: readonly string[], cwd: string): Promise<string | undefined> {
  for (const folder of folders) {
    for (const [lockfile, usual] of INSTALLS) {
      if (!(await isThere(join(folder, lockfile)))) continue
      const isBerry =
        lockfile === 'yarn.lock' && /^__metadata:/m.test(await readFile(join(folder, lockfile), 'utf8'))
      const command = isBerry ? 'corepack enable && yarn install --immutable' : usual
      return folder === cwd ? command : `cd ${posixRelative(cwd, folder)} && ${command}`
    }
  }
  return undefined
}

/** Where platforms look for functions, and what Lambda's are usually called. */
const FUNCTION_FOLDERS = ['api', 'netlify/functions', 'functions', 'src/functions', 'lambda']
const FUNCTION_FILE = /^(?!.*\.(?:test|spec|config|d)\.)[^_.][^/]*\.(?:[cm]?[jt]s|[jt]sx)$/
const LAMBDA_FILE = /^(?:handler|lambda|lambda_function)\.(?:[cm]?[jt]s)$/
const MOST_CANDIDATES = 50

async function candidatesIn(cwd: string): Promise<string[]> {
  const lists = await Promise.all([
    ...FUNCTION_FOLDERS.map((folder) => filesIn(cwd, folder, FUNCTION_FILE)),
    ...['.', 'src', 'dist'].map((folder) => filesIn(cwd, folder, LAMBDA_FILE)),
  ])
  return lists.flat().slice(0, MOST_CANDIDATES)
}

async function filesIn(cwd: string, folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(join(cwd, folder), { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isFile() && pattern.test(entry.name)).map(({ name }) => name)
  return names.sort().map((name) => (folder === '.' ? `./${name}` : `./${folder}/${name}`))
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
