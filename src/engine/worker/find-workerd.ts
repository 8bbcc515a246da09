import { existsSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { type FoundPackage, findPackage } from '../choose-runtime.ts'
import type { EngineOptions, FunctionOptions } from '../engine-options.ts'

/** An installed workerd. */
export interface FoundWorkerd {
  /** Absolute path of the executable. */
  readonly file: string
  /** As npm has it: `1.20261117.1`. */
  readonly version: string
  /** The last compatibility date that it knows; undefined where its version does not say. */
  readonly latestDate: string | undefined
}

/**
 * Cloudflare's own runtime: as the function itself would find it, else in the folder that coldstart was started in, else
 * beside coldstart. The package that npm calls `workerd` only chooses one for the system, which holds the executable.
 * @throws ColdstartError `runtime-missing`
 */
export function findWorkerd({ root, entry }: FunctionOptions, { resolveFrom }: EngineOptions): FoundWorkerd {
  for (const from of [dirname(join(root, entry)), resolveFrom, import.meta.dirname]) {
    const found = findPackage('workerd', from)
    const file = found && executableOf(found)
    if (found && file !== undefined)
      return { file, version: found.version, latestDate: latestDateOf(found.version) }
  }
  throw new ColdstartError('runtime-missing', { contract: 'cloudflare', install: 'npm install workerd' })
}

/** As workerd's own install script names them. */
function executableOf({ folder }: FoundPackage): string | undefined {
  const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }
  const name = `@cloudflare/workerd-${systems[platform()]}-${arch() === 'x64' ? '64' : arch()}`
  const place = findPackage(name, folder)
  const file = place && join(place.folder, 'bin', platform() === 'win32' ? 'workerd.exe' : 'workerd')
  return file !== undefined && existsSync(file) ? file : undefined
}

/** `1.20261117.1` was made on 2026-11-17, and knows the dates of the week after it. */
function latestDateOf(version: string): string | undefined {
  const [found, year = '', month = '', day = ''] = /^\d+\.(\d{4})(\d\d)(\d\d)\./.exec(version) ?? []
  if (found === undefined) return undefined
  const made = Date.UTC(Number(year), Number(month) - 1, Number(day))
  return new Date(made + WEEK_MS).toISOString().slice(0, 10)
}

const WEEK_MS = 7 * 24 * 3600 * 1000
