import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { packageOf } from '../../workload/own-packages.ts'
import type { PackageFile } from '../../workload/package-files.ts'
import { reachedFiles } from '../../workload/reached-files.ts'
import { scanModule } from '../../workload/scan-module.ts'
import type { Workload } from '../../workload/workload.ts'

/** What npm installs of a package.json without those for development; missing peers are installed since npm 7. */
const INSTALLED = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const

/**
 * Packages that the function's own modules import and that the package.json which Google gets does not name: they are
 * installed here, by a folder above or for development, and not there.
 * @param code the package, transpiled modules among it
 * @returns their names, sorted
 */
export async function unlistedPackages(
  workload: Workload,
  code: readonly PackageFile[],
  manifest: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const made = (workload.generated ?? []).map(({ path }) => path)
  const reached = new Set([
    ...made,
    ...(await reachedFiles(join(workload.root, workload.entry), workload.root)),
  ])
  const modules = code.filter(({ path }) => reached.has(path) && /\.[cm]?js$/.test(path))
  const scanned = await Promise.all(modules.map(({ bytes }) => scanModule(Buffer.from(bytes).toString())))
  const listed = new Set(INSTALLED.flatMap((kind) => Object.keys(manifest[kind] ?? {})))
  const names = scanned
    .flatMap(({ imports }) => imports)
    .filter((one) => !/^[./#]|^[a-z]+:/i.test(one) && !isBuiltin(one))
    .map(packageOf)
  return [...new Set(names)].filter((name) => name !== manifest.name && !listed.has(name)).sort()
}
