import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ColdstartError, messageOf } from '../core/errors.ts'
import type { ConfigFile } from './resolve-config.ts'

/** Looked for in the working directory, then in the folders above it up to the home directory. */
const CONFIG_PLACES = [
  'package.json',
  'coldstart.config.json',
  'coldstart.config.js',
  'coldstart.config.mjs',
  'coldstart.config.cjs',
  'coldstart.config.ts',
  'coldstart.config.mts',
]

export interface FindConfigOptions {
  readonly cwd: string
  /** The search does not go above this folder. */
  readonly home: string
  /** `--config`: this file, and no search. */
  readonly path?: string | undefined
}

/**
 * Finds and loads coldstart.config.*, or the `coldstart` key of package.json.
 * @returns undefined when there is none
 * @throws ColdstartError `config-file-missing`, `bad-config-file`, `config-typescript`
 */
export async function findConfigFile({
  cwd,
  home,
  path,
}: FindConfigOptions): Promise<ConfigFile | undefined> {
  const { lilconfig } = await import('lilconfig')
  const finder = lilconfig('coldstart', {
    searchPlaces: CONFIG_PLACES,
    stopDir: home,
    loaders: {
      '.js': importDefault,
      '.mjs': importDefault,
      '.ts': importTypeScript,
      '.mts': importTypeScript,
    },
  })
  if (path !== undefined) await refuseMissing(resolve(cwd, path))
  const found = await (path === undefined ? finder.search(cwd) : finder.load(resolve(cwd, path))).catch(
    (error: unknown) => {
      throw asConfigError(error, path ?? `A configuration file in or above ${cwd}`)
    },
  )
  if (!found || found.isEmpty) return undefined
  return { path: found.filepath, values: readValues(found.config, found.filepath) }
}

async function refuseMissing(path: string): Promise<void> {
  await access(path).catch((error: unknown) => {
    throw new ColdstartError('config-file-missing', { path }, { cause: error })
  })
}

async function importDefault(path: string): Promise<unknown> {
  const loaded = (await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw asConfigError(error, path)
  })) as { default?: unknown }
  return loaded.default
}

/** Node strips types by itself from 22.18 on. */
async function importTypeScript(path: string): Promise<unknown> {
  try {
    return await importDefault(path)
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined
    if (cause?.code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error
    throw new ColdstartError('config-typescript', { path }, { cause })
  }
}

function asConfigError(error: unknown, path: string): ColdstartError {
  if (error instanceof ColdstartError) return error
  return new ColdstartError('bad-config-file', { path, reason: messageOf(error) }, { cause: error })
}

function readValues(config: unknown, path: string): Record<string, unknown> {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config }
  throw new ColdstartError('bad-config-file', { path, reason: 'it holds no object' })
}
