import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { listPackage } from './list-package.ts'
import type { WorkloadDescription } from './workload-description.ts'

/** How much a package holds, dependencies left out. */
export interface PackageSize {
  readonly files: number
  readonly bytes: number
}

/** Above so many files a package deserves a remark: each is looked up, copied and uploaded. */
export const MANY_FILES = 2000

/** Counts a package without reading it. A file that is gone meanwhile counts nothing. */
export async function measurePackage(workload: WorkloadDescription): Promise<PackageSize> {
  const { files } = await listPackage(workload)
  const sizes = await Promise.all(
    files.map((path) =>
      stat(join(workload.root, path)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, (workload.paddingKb ?? 0) * 1024)
  return { files: files.length + (workload.paddingKb ? 1 : 0), bytes }
}
