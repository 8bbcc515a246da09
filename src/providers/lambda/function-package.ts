import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import type { Workload } from '../../workload/workload.ts'
import { readWithModules } from '../function-files.ts'

/** A function as Lambda takes it. */
export interface FunctionPackage {
  readonly zip: Uint8Array
  readonly sha256: string
  /** File names in the archive, sorted. */
  readonly files: readonly string[]
  /** `file.export`. */
  readonly handler: string
}

/** The earliest time a zip can hold; the same for every file, so that the same sources give the same bytes. */
const ZIP_EPOCH = new Date(1980, 0, 1)
const UNIX = 3
const READABLE_BY_ALL = 0o644

/**
 * Zips a function with its dependencies, reproducibly: sorted names, one date, mode 0644 (Lambda runs as another
 * user than the owner).
 * @throws ColdstartError `cannot-deploy` when its dependencies are not installed in its folder
 */
export async function packFunction(workload: Workload): Promise<FunctionPackage> {
  const { entry, exportName } = workload
  const files: Zippable = {}
  const attributes = { os: UNIX, attrs: READABLE_BY_ALL << 16, mtime: ZIP_EPOCH } as const
  const read = await readWithModules(workload, 'lambda')
  for (const { path, bytes } of [...read].sort((a, b) => (a.path < b.path ? -1 : 1)))
    files[path] = [new Uint8Array(bytes), attributes]
  const zip = zipSync(files, { level: 9 })
  const sha256 = createHash('sha256').update(zip).digest('hex')
  const handler = `${entry.slice(0, -extname(entry).length)}.${exportName}`
  return { zip, sha256, files: Object.keys(files).sort(), handler }
}
