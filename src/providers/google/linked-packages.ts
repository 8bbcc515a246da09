import { posix } from 'node:path'
import type { DeployedPackage } from '../../workload/deployed-package.ts'
import { LINK, type PackageFile } from '../../workload/package-files.ts'

/** Packages that a function's package.json cannot name to a registry: those of its workspace. */
export interface LinkedPackages {
  readonly files: readonly PackageFile[]
  /** Name → where npm finds it. */
  readonly dependencies: Readonly<Record<string, string>>
}

const FOLDER = '___linked'

/**
 * Copies the packages that are links in node_modules to folders outside of it, as Google's documents say of local
 * modules: `"dependencies": { "shared": "file:./shared" }`.
 * https://cloud.google.com/functions/docs/writing/specifying-dependencies-nodejs
 */
export function copyLinked({ files }: DeployedPackage): LinkedPackages {
  const found = files.filter(({ mode }) => mode === LINK).flatMap(readLink)
  return {
    files: found.flatMap(({ name, place }) =>
      files
        .filter(({ path, mode }) => path.startsWith(`${place}/`) && mode !== LINK && !isInstalled(path))
        .map((file) => ({ ...file, path: `${FOLDER}/${name}/${file.path.slice(place.length + 1)}` })),
    ),
    dependencies: Object.fromEntries(found.map(({ name }) => [name, `file:./${FOLDER}/${name}`])),
  }
}

function readLink({ path, bytes }: PackageFile): { name: string; place: string }[] {
  const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1]
  const place = posix.join(posix.dirname(path), Buffer.from(bytes).toString())
  return name === undefined || isInstalled(place) ? [] : [{ name, place }]
}

function isInstalled(path: string): boolean {
  return path.split('/').includes('node_modules')
}
