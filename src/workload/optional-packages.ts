import { existsSync } from 'node:fs'
import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { foldersAbove } from '../core/folders-above.ts'
import { MODULES_FOLDER } from './left-out.ts'

/** An installed optional dependency of a package that a function reaches. */
export interface OptionalPackage {
  readonly name: string
  /** Links and files, absolute. */
  readonly files: readonly string[]
}

/**
 * What is installed of the optional dependencies of packages that a function reaches: as often as not the binary for
 * this system, asked for by a name that is put together at run time and that no tracer sees.
 * @param files absolute paths, package.json of each reached package among them
 */
export async function optionalPackages(files: readonly string[]): Promise<readonly OptionalPackage[]> {
  const folders = files.filter((path) => basename(path) === 'package.json').map((path) => dirname(path))
  const installed = folders.filter((folder) => folder.includes(MODULES_FOLDER))
  return (await Promise.all(installed.map(optionalOf))).flat()
}

async function optionalOf(folder: string): Promise<OptionalPackage[]> {
  const found = (await optionalIn(join(folder, 'package.json'))).flatMap((name) => {
    const places = foldersAbove(folder).map((one) => join(one, MODULES_FOLDER, name))
    const place = places.find((one) => existsSync(one))
    return place === undefined ? [] : [{ name, place }]
  })
  return Promise.all(found.map(async ({ name, place }) => ({ name, files: await wholePackage(place) })))
}

/** Names; none of a file that cannot be read, which is Node's to complain about. Node passes over a byte order mark. */
async function optionalIn(manifest: string): Promise<string[]> {
  try {
    const text = await readFile(manifest, 'utf8')
    const { optionalDependencies = {} } = JSON.parse(text.replace(/^\uFEFF/, ''))
    return Object.keys(optionalDependencies)
  } catch {
    return []
  }
}

async function wholePackage(place: string): Promise<string[]> {
  const real = await realpath(place)
  const entries = await readdir(real, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
  return (await lstat(place)).isSymbolicLink() ? [place, ...files] : files
}
