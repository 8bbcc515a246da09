import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isThere } from '../core/is-there.ts'

/** Each lockfile, and the package manager that it is of. */
export const LOCKFILES = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
] as const

/** `yarn` is its first version; from the second on, `berry`, the words for the same are others. */
export type PackageManager = (typeof LOCKFILES)[number][1] | 'berry'

/**
 * The package manager whose lockfile lies in a folder; of several, that which package.json names.
 * @param manifest the folder's package.json, where the caller has read it
 * @returns undefined where there is no lockfile
 */
export async function lockingManager(
  folder: string,
  manifest?: Manifest,
): Promise<PackageManager | undefined> {
  const there = await Promise.all(
    LOCKFILES.map(async ([file, manager]) => ((await isThere(join(folder, file))) ? [manager] : [])),
  )
  const found = there.flat()
  const { packageManager = '' } = manifest ?? (await readManifest(folder))
  const manager = found.find((one) => packageManager.startsWith(`${one}@`)) ?? found[0]
  return manager === 'yarn' && (await isBerry(folder)) ? 'berry' : manager
}

/** From version 2 on, yarn's lockfile is YAML with this key. */
async function isBerry(folder: string): Promise<boolean> {
  return /^__metadata:/m.test(await readFile(join(folder, 'yarn.lock'), 'utf8'))
}

interface Manifest {
  readonly dependencies?: object
  readonly packageManager?: string
}

/** What a folder's package.json says; nothing where there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  } catch {
    return {}
  }
}
