import { chmod, copyFile, link, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** The disk of one execution environment: the package, read-only as on Lambda, and a /tmp of its own. */
export interface EnvironmentFolder {
  readonly root: string
  /** Lambda's task root, and the working directory. */
  readonly task: string
  readonly temporary: string
}

/**
 * Lays out a fresh folder with the package in it; files are hard links where the disk allows it.
 * @param taskRoot the package's root within its folder
 */
export async function makeEnvironmentFolder(
  packageFolder: string,
  taskRoot: string,
  root: string,
): Promise<EnvironmentFolder> {
  const folder = { root, task: join(root, 'task', taskRoot), temporary: join(root, 'tmp') }
  await mkdir(folder.temporary, { recursive: true })
  await linkTree(packageFolder, join(root, 'task'))
  return folder
}

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const copy = join(to, entry.name)
    if (entry.isDirectory()) await linkTree(source, copy)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), copy, 'junction')
    else await link(source, copy).catch(() => copyFile(source, copy))
  }
}

/** Write permission off for every file, since environments share the bytes. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o444)
  }
}
