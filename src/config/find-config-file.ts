import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ColdstartError, messageOf } from '../core/errors.ts'
import { isThere } from '../core/is-there.ts'
import { readTextFile, refuseSpecialFile } from '../core/text-file.ts'
import type { ConfigFile } from './resolve-config.ts'
import { isOwnFile, searchFolders } from './search-folders.ts'

/** Looked for in each folder that `searchFolders` names. */
const CONFIG_PLACES = [
  'package.json',
  'coldstart.config.json',
  'coldstart.config.js',
  'coldstart.config.mjs',
  'coldstart.config.cjs',
  'coldstart.config.ts',
  'coldstart.config.mts',
]

/** Where the configuration file is looked for. */
export interface FindConfigOptions {
  readonly cwd: string
  /** The search does not go above this folder. */
  readonly home: string
  /** `--config`: this file, and no search. */
  readonly path?: string | undefined
  /** Told of a file that was found and not read, because it or its folder belongs to another user. */
  readonly onForeign?: (path: string) => void
}

/**
 * Finds and loads coldstart.config.*, or the `coldstart` key of package.json.
 * @returns undefined when there is none
 * @throws ColdstartError `config-file-missing`, `bad-config-file`, `config-typescript`
 */
export async function findConfigFile(options: FindConfigOptions): Promise<ConfigFile | undefined> {
  const { cwd, path } = options
  if (path === undefined) return search(options)
  const named = resolve(cwd, path)
  if (!(await isThere(named))) throw new ColdstartError('config-file-missing', { path: named })
  return load(named)
}

async function search({ onForeign, ...options }: FindConfigOptions): Promise<ConfigFile | undefined> {
  for (const folder of await searchFolders(options)) {
    for (const place of CONFIG_PLACES) {
      const path = join(folder, place)
      if (!(await isThere(path))) continue
      if (await isOwnFile(path)) {
        const file = await load(path)
        if (file) return file
      } else if (place !== 'package.json' || (await hasKey(path))) onForeign?.(path)
    }
  }
  return undefined
}

/** Reads and runs nothing: JSON is data, whoever owns it. */
async function hasKey(manifest: string): Promise<boolean> {
  const text = await readTextFile(manifest).catch(() => '')
  try {
    return Object.hasOwn(JSON.parse(text), 'coldstart')
  } catch {
    return false
  }
}

/** @returns undefined for a package.json without the key, and for an empty file */
async function load(path: string): Promise<ConfigFile | undefined> {
  await refuseSpecialFile(path).catch((error: unknown) => {
    throw asConfigError(error, path)
  })
  const { lilconfig } = await import('lilconfig')
  const loader = lilconfig('coldstart', {
    searchPlaces: CONFIG_PLACES,
    loaders: {
      '.json': async (file) => objectIn(JSON.parse(await readTextFile(file)), path),
      '.js': importDefault,
      '.mjs': importDefault,
      '.ts': importTypeScript,
      '.mts': importTypeScript,
    },
  })
  const found = await loader.load(path).catch((error: unknown) => {
    throw asConfigError(error, path)
  })
  const isWithoutKey = path.endsWith('package.json') && (found?.config ?? undefined) === undefined
  if (!found || found.isEmpty || isWithoutKey) return undefined
  return { path, values: { ...objectIn(found.config, path) } }
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

function objectIn(config: unknown, path: string): object {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config
  throw new ColdstartError('bad-config-file', { path, reason: 'it holds no object' })
}
