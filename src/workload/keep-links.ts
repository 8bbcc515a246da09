import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { posixRelative } from '../core/posix-path.ts'
import { LINK, type PackageFile } from './package-files.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** Files of a package, links among them, and the paths of those that are copies of what does not go along. */
export interface LinkedFiles {
  readonly files: readonly PackageFile[]
  readonly copied: readonly string[]
}

/**
 * Makes links of the files that are links on disk, as `vercel build` and zip-it-and-ship-it keep them, so that a module
 * that is loaded by both names is one module there too. Where a link leads to what does not go along, both tools leave
 * it dead; here it stays a copy, and is named. The module that is called stays a copy too, and so does what lies in a
 * folder that is a link.
 * @param own files of the package as they were read through links, relative to its root
 * @param root the package's root, absolute and without links
 * @param traced what goes along beside them, absolute
 */
export async function keepLinks(
  own: readonly PackageFile[],
  root: string,
  { entry, generated = [] }: Pick<WorkloadDescription, 'entry' | 'generated'>,
  traced: readonly string[],
): Promise<LinkedFiles> {
  const placeOf = (path: string) => join(root, ...path.split('/'))
  const made = new Set(generated.map(({ path }) => path))
  const along = new Set([...traced, ...own.map(({ path }) => placeOf(path))])
  const copied: string[] = []
  const files = own.map(async (file): Promise<PackageFile> => {
    const { path } = file
    const place = placeOf(path)
    const target = made.has(path) ? place : await realpath(place).catch(() => place)
    if (target === place) return file
    if (!along.has(target)) copied.push(path)
    else if (path !== entry && (await isLink(place))) return linkTo(path, dirname(place), target)
    return file
  })
  return { files: await Promise.all(files), copied: copied.sort() }
}

/** Whether the path itself is the link, and not a folder that it lies in. */
async function isLink(path: string): Promise<boolean> {
  return (await realpath(dirname(path))) === dirname(path)
}

/** Relative, wherever it leads: the folder that holds both goes with it. */
export function linkTo(path: string, folder: string, target: string): PackageFile {
  return { path, bytes: Buffer.from(posixRelative(folder, target)), mode: LINK }
}
