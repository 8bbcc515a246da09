import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { holdersOf } from '../core/folders-above.ts'
import { type DeployedPackage, makeDeployedPackage, type TakenFiles } from '../workload/deployed-package.ts'
import { MODULES_FOLDER } from '../workload/left-out.ts'
import { LINK, type PackageFile } from '../workload/package-files.ts'
import type { Workload } from '../workload/workload.ts'
import type { DeploySpec } from './provider.ts'

/** A file of text, in UTF-8. */
export function textFile(path: string, text: string): PackageFile {
  return { path, bytes: Buffer.from(text) }
}

/** What the function's own package.json says; undefined without one. */
export async function readManifest(
  workload: Workload,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const file = (await workload.files()).find(({ path }) => path === 'package.json')
  return file && (JSON.parse(Buffer.from(file.bytes).toString()) as Record<string, unknown>)
}

/** The packages that a manifest wants at run time, name → range. */
export function dependenciesOf(
  manifest: Readonly<Record<string, unknown>> | undefined,
): Record<string, string> {
  return { ...(manifest?.dependencies as Record<string, string> | undefined) }
}

/** Those of them that a registry has: a package of the user's workspace, which is a link, is uploaded instead. */
export function installableOf(
  dependencies: Readonly<Record<string, string>>,
  { files }: DeployedPackage,
): Record<string, string> {
  const links = files.filter(
    ({ mode, bytes }) => mode === LINK && !/node_modules|\.pnpm/.test(Buffer.from(bytes).toString()),
  )
  const isLinked = (name: string) => links.some(({ path }) => path.endsWith(`${MODULES_FOLDER}/${name}`))
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !isLinked(name)))
}

/** A file is packed as the platform's packager would; a folder is uploaded as it lies there. */
export function takenOf({ workload }: Pick<DeploySpec, 'workload'>): TakenFiles {
  return 'file' in workload ? 'reached' : 'folder'
}

/**
 * The package of a function with what it reaches of its dependencies, for a platform that installs none.
 * @throws ColdstartError `cannot-deploy` when its package.json wants dependencies that are not installed
 */
export async function packDeployed(
  workload: Workload,
  provider: string,
  takes: TakenFiles,
): Promise<DeployedPackage> {
  const wanted = Object.keys(dependenciesOf(await readManifest(workload)))
  const made = await makeDeployedPackage(workload, takes)
  const absent = isInstalledFor(workload.root) ? wanted.filter((name) => made.missing.includes(name)) : wanted
  if (absent.length === 0) return made
  const hint = `Install them there, or bundle the function into one file and give that with --function.`
  const reason = `${workload.root} has no node_modules with what its package.json wants (${absent.join(', ')})`
  throw new ColdstartError('cannot-deploy', { provider, reason, hint })
}

function isInstalledFor(root: string): boolean {
  return [root, ...holdersOf(root)].some((folder) => existsSync(join(folder, MODULES_FOLDER)))
}
