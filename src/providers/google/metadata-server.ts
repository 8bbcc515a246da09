import type { ProviderContext } from '../provider.ts'

const HOST = 'metadata.google.internal'
/** It answers within a few milliseconds where it exists; elsewhere nobody should wait for it. */
const TIMEOUT_MS = 500

/** Address of the metadata server; `GCE_METADATA_HOST` moves it, as for Google's libraries. */
function metadataUrl(context: ProviderContext, path: string): string {
  const moved = context.env.GCE_METADATA_HOST
  const base = context.baseUrls[HOST] ?? `http://${moved ?? HOST}`
  return `${base}/computeMetadata/v1/${path}`
}

/**
 * One value of the metadata server, or undefined where there is none.
 * Protocol: https://cloud.google.com/compute/docs/metadata/querying-metadata (header `Metadata-Flavor: Google`).
 * @param path below `/computeMetadata/v1/`
 */
export async function readMetadata(context: ProviderContext, path: string): Promise<string | undefined> {
  if (context.env.METADATA_SERVER_DETECTION === 'none') return undefined
  try {
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const headers = { 'metadata-flavor': 'Google' }
    const response = await fetch(metadataUrl(context, path), { headers, signal })
    if (!response.ok || response.headers.get('metadata-flavor') !== 'Google') return undefined
    return await response.text()
  } catch {
    return undefined
  }
}

/** True on Google Cloud's machines. */
export async function metadataHostAnswers(context: ProviderContext): Promise<boolean> {
  return (await readMetadata(context, 'instance/id')) !== undefined
}
