import { ColdstartError } from '../core/errors.ts'
import { type PackageFile, readModules } from '../workload/package-files.ts'
import type { Workload } from '../workload/workload.ts'

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

/**
 * The package of a function with its dependencies, for a platform that installs none.
 * @throws ColdstartError `cannot-deploy` when its package.json wants dependencies and none are in its folder
 */
export async function readWithModules(workload: Workload, provider: string): Promise<readonly PackageFile[]> {
  const [files, modules] = await Promise.all([workload.files(), readModules(workload)])
  const wanted = Object.keys(dependenciesOf(await readManifest(workload)))
  if (wanted.length > 0 && modules.length === 0) {
    const hint = `Install them there, or bundle the function into one file and give that with --function.`
    const reason = `${workload.root} has no node_modules with what its package.json wants (${wanted.join(', ')})`
    throw new ColdstartError('cannot-deploy', { provider, reason, hint })
  }
  return [...files, ...modules]
}
