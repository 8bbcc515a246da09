import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FunctionSettings } from '../../config/function-settings.ts'
import type { Workload } from '../../workload/workload.ts'
import { copyPackage, openCopiesFolder } from '../what-ifs/copy-package.ts'
import type { Bundle } from './bundle.ts'
import { breakLines } from './text-runs.ts'

/** A copy of a package in which no line of a bundle is of two modules, to be profiled. */
export interface ProfiledCopy {
  /** Left out where no copy can be made. */
  readonly side?: FunctionSettings
  readonly reason?: string
  remove(): Promise<void>
}

/** @param name of the side */
export async function copyForProfile(
  { own, workload, bundles }: { own: FunctionSettings; workload: Workload; bundles: readonly Bundle[] },
  name: string,
  nodeOptions: string,
): Promise<ProfiledCopy> {
  if (bundles.length === 0) return { remove: async () => {} }
  const { root, entry, adapted } = workload
  const folder = await openCopiesFolder(root)
  const remove = () => rm(folder, { recursive: true, force: true }).catch(() => {})
  try {
    const place = join(folder, name)
    await copyPackage(workload, place)
    for (const { path, text, runs } of bundles)
      await writeFile(join(place, path), breakLines(text, runs).text)
    const { root: _, ...rest } = own
    const env = { ...own.env, NODE_OPTIONS: nodeOptions }
    return { side: { ...rest, name, entry: join(place, adapted ?? entry), env }, remove }
  } catch (error) {
    await remove()
    const { code } = error as { code?: string }
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      return { reason: `no copy of it can be made in ${root} (${code})`, remove }
    throw error
  }
}
