import type { WorkerSettings } from '../workload-description.ts'
import type { WranglerFile } from './wrangler-file.ts'

/** A Worker that says nothing of its date gets this one, on the engine and deployed alike, so that both are the same. */
const USUAL_COMPATIBILITY_DATE = '2026-03-01'

/** What a Worker is run with; without a wrangler file, as the sample is. */
export function workerSettings(
  wrangler?: Partial<WranglerFile>,
  localFiles: readonly string[] = [],
): WorkerSettings {
  const { aside = [], account } = wrangler ?? {}
  return {
    compatibilityDate: wrangler?.compatibilityDate ?? USUAL_COMPATIBILITY_DATE,
    compatibilityFlags: wrangler?.compatibilityFlags ?? [],
    variables: wrangler?.variables ?? {},
    ...(localFiles.length > 0 && { localFiles }),
    ...(aside.length > 0 && { aside }),
    ...(account !== undefined && { account }),
  }
}
