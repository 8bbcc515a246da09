import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PreparedPackage } from './prepare-package.ts'

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

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

/** Write permission off for every file: where no mount keeps environments from it, this keeps most. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o444)
  }
}
