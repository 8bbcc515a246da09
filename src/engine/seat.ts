import { type EnvironmentFolder, makeEnvironmentFolder } from './environment-folder.ts'
import type { PreparedPackage } from './prepare-package.ts'
import { openRuntimeApi, type RuntimeApi } from './runtime-api.ts'

/** A folder and an endpoint that wait for an environment, so that a cold start does not wait for them. */
export interface Seat {
  readonly folder: EnvironmentFolder
  readonly api: RuntimeApi
}

/** Makes a seat ready. @param root the environment's folder, made here */
export async function makeSeat(prepared: PreparedPackage, root: string): Promise<Seat> {
  const [folder, api] = await Promise.all([
    makeEnvironmentFolder(prepared.folder, prepared.root, root),
    openRuntimeApi(),
  ])
  return { folder, api }
}
