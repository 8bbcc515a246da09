import { copyFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pid } from 'node:process'
import { randomName } from '../../core/ids.ts'
import { isAlive } from '../../engine/kill-tree.ts'
import { MODULES_FOLDER } from '../../workload/left-out.ts'
import { listPackage } from '../../workload/list-package.ts'
import { generatedFiles } from '../../workload/package-files.ts'
import { readListed } from '../../workload/read-listed.ts'
import type { WorkloadDescription } from '../../workload/workload-description.ts'

/**
 * A folder for the copies of one process, in the package, so that they find what is installed above it. Those that a
 * killed process left behind are removed.
 */
export async function openCopiesFolder(root: string): Promise<string> {
  const above = join(root, '.coldstart', 'why')
  for (const name of await readdir(above).catch(() => [])) {
    const [, owner] = /^(\d+)-/.exec(name) ?? []
    if (owner !== undefined && !isAlive(Number(owner)))
      await rm(join(above, name), { recursive: true, force: true }).catch(() => {})
  }
  return join(above, `${pid}-${randomName(6)}`)
}

/**
 * Copies a package's own files, with what is generated of it, into a folder; dependencies are linked.
 * @throws ColdstartError those of `readListed`; Error where the folder cannot be written
 */
export async function copyPackage(workload: WorkloadDescription, folder: string): Promise<void> {
  const { files, modules } = await listPackage(workload)
  await rm(folder, { recursive: true, force: true })
  const place = async (path: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    return join(folder, path)
  }
  for (const path of files)
    await readListed(workload, path, async (from) => {
      await copyFile(from, await place(path))
      return true
    })
  for (const path of modules) await symlink(join(workload.root, path), await place(path), 'junction')
  for (const { path, bytes } of generatedFiles(workload)) await writeFile(await place(path), bytes)
}

/**
 * Makes a folder of dependencies that other things can be put into: a link to each package in place of one to all.
 * @param folder a copy of the package
 */
export async function linkEachPackage(root: string, folder: string): Promise<string> {
  const [from, to] = [join(root, MODULES_FOLDER), join(folder, MODULES_FOLDER)]
  await rm(to, { force: true, recursive: true })
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from).catch(() => [])) {
    if (!name.startsWith('@')) {
      await symlink(join(from, name), join(to, name), 'junction')
      continue
    }
    await mkdir(join(to, name))
    for (const inner of await readdir(join(from, name)))
      await symlink(join(from, name, inner), join(to, name, inner), 'junction')
  }
  return to
}

/** What a module of a package imports a file of it by; both are relative to the package, with forward slashes. */
export function importPath(from: string, file: string): string {
  const up = '../'.repeat(from.split('/').length - 1)
  return `${up === '' ? './' : up}${file}`
}
