import { basename, join } from 'node:path'
import { findConfigFile } from '../../config/find-config-file.ts'
import { foldersUpTo, holdersOf } from '../../core/folders-above.ts'
import { isThere } from '../../core/is-there.ts'
import { posixRelative } from '../../core/posix-path.ts'
import { readVersion } from '../../core/version.ts'
import {
  CODE_FOLDERS,
  FUNCTION_FOLDERS,
  functionFilesIn,
  isUsualOnLambda,
} from '../../workload/function-places.ts'
import { lockingManager, type PackageManager } from '../../workload/lockfiles.ts'
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
  const top = (await firstWith([cwd, ...holdersOf(cwd)], '.git')) ?? cwd
  const config = await findConfigFile({ cwd, home })
  const install = await installIn(foldersUpTo(top, cwd), cwd)
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

async function firstWith(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) if (await isThere(join(folder, name))) return folder
  return undefined
}

/** How a clean checkout is made ready in a job, which has npm alone. */
const INSTALLS: Readonly<Record<PackageManager, string>> = {
  pnpm: 'corepack enable && pnpm install --frozen-lockfile',
  bun: 'npm install --global bun && bun install --frozen-lockfile',
  berry: 'corepack enable && yarn install --immutable',
  yarn: 'corepack enable && yarn install --frozen-lockfile',
  npm: 'npm ci',
}

async function installIn(folders: readonly string[], cwd: string): Promise<string | undefined> {
  for (const folder of folders) {
    const manager = await lockingManager(folder)
    if (manager === undefined) continue
    const command = INSTALLS[manager]
    return folder === cwd ? command : `cd ${posixRelative(cwd, folder)} && ${command}`
  }
  return undefined
}

const MOST_CANDIDATES = 50

async function candidatesIn(cwd: string): Promise<string[]> {
  const named = async (folder: string) =>
    (await functionFilesIn(join(cwd, folder))).map((name) =>
      folder === '.' ? `./${name}` : `./${folder}/${name}`,
    )
  const lists = await Promise.all([
    ...FUNCTION_FOLDERS.map(named),
    ...['.', ...CODE_FOLDERS].map(async (folder) =>
      (await named(folder)).filter((path) => isUsualOnLambda(basename(path))),
    ),
  ])
  return lists.flat().slice(0, MOST_CANDIDATES)
}
