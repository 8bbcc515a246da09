import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PreparedPackage } from './prepared-package.ts'

/** The disk of one execution environment: the package, which all share and none may change, and a /tmp of its own. */
export interface EnvironmentFolder {
  readonly root: string
  /** Where it has the package. */
  readonly code: string
  /** Lambda's task root, and the working directory: the package's root in it. */
  readonly task: string
  readonly temporary: string
}

/**
 * Makes an environment's folder.
 * @param root where
 * @param ownView whether the environment will have a view of its own, in which the package is mounted in its folder
 */
export async function makeEnvironmentFolder(
  prepared: PreparedPackage,
  root: string,
  ownView: boolean,
): Promise<EnvironmentFolder> {
  const temporary = join(root, 'tmp')
  await mkdir(temporary, { recursive: true })
  if (ownView) await mkdir(join(root, 'task'))
  const code = ownView ? join(root, 'task') : prepared.folder
  return { root, temporary, code, task: join(code, prepared.root) }
}

/** Removes a folder with all that is in it, read-only folders too. */
export async function removeFolder(path: string): Promise<void> {
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  await remove()
    .catch(() => changeFolders(path, 0o755).then(remove))
    .catch(() => {})
}

/**
 * Write permission off for every file and folder: where no mount keeps environments from the code that they share,
 * this keeps all that do not run as root.
 */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    // What can be executed stays so.
    if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o555)
  }
  await changeFolders(folder, 0o555)
}

async function changeFolders(folder: string, mode: number): Promise<void> {
  const isOpening = mode === 0o755
  if (isOpening) await chmod(folder, mode)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await changeFolders(join(folder, entry.name), mode)
  if (!isOpening) await chmod(folder, mode)
}
