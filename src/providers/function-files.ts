import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { seededRandom } from '../core/random.ts'

/** A path inside a package (forward slashes) and what is in it. */
export interface PackageFile {
  readonly path: string
  readonly bytes: Uint8Array
}

const LEFT_OUT = new Set(['.git', '.coldstart', '.env', '.vercel', '.netlify', '.DS_Store', 'README.md'])

/** The adapters of fixtures/hello; a package takes one of them and leaves the other platforms' out. */
const ADAPTERS = /^(google|lambda|netlify|netlify-v1|vercel|vercel-web)\.m?js$/

/**
 * The files of a function's folder, as they go into a package for one platform.
 * @param entry the adapter that the platform calls, `vercel.mjs`
 * @param paddingKb incompressible bytes to add, the same ones every time
 * @throws ColdstartError `cannot-deploy` when the folder has no such entry
 */
export async function readFunctionFiles(
  folder: string,
  entry: string,
  provider: string,
  paddingKb = 0,
): Promise<readonly PackageFile[]> {
  const paths = await listFiles(folder).catch(() => [])
  const named = paths.map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
  if (!named.some(({ name }) => name === entry)) {
    const hint = `Give a folder with ${entry}; fixtures/hello shows what it looks like.`
    throw new ColdstartError('cannot-deploy', { provider, reason: `${folder} has no ${entry}`, hint })
  }
  const wanted = named.filter(({ name }) => name === entry || !ADAPTERS.test(name))
  const files = wanted.map(async ({ path, name }) => ({ path: name, bytes: await readFile(path) }))
  const padding = paddingKb > 0 ? [{ path: 'padding.bin', bytes: paddingOf(paddingKb * 1024) }] : []
  return [...(await Promise.all(files)), ...padding]
}

/** One hash for a whole package: the same files under the same names give the same one. */
export function hashFiles(files: readonly PackageFile[]): string {
  const hash = createHash('sha256')
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(`${path}\n${bytes.length}\n`).update(bytes)
  return hash.digest('hex')
}

export function textFile(path: string, text: string): PackageFile {
  return { path, bytes: Buffer.from(text) }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const wanted = entries.filter(({ name }) => !LEFT_OUT.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  const nested = wanted.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path)
    return entry.isFile() ? [path] : []
  })
  return (await Promise.all(nested)).flat()
}

function paddingOf(bytes: number): Uint8Array {
  const random = seededRandom(bytes)
  return Uint8Array.from({ length: bytes }, () => Math.floor(random() * 256))
}
