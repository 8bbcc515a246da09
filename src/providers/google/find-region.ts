import type { ProviderContext } from '../provider.ts'
import { readGcloudProperty } from './gcloud-config.ts'

const DEFAULT_REGION = 'us-central1'
const REGION_VARIABLES = ['CLOUDSDK_FUNCTIONS_REGION', 'CLOUDSDK_RUN_REGION', 'GOOGLE_CLOUD_REGION']
/** In gcloud's own order for functions: their region, that of Cloud Run, on which they are, that of everything. */
const GCLOUD_SECTIONS = ['functions', 'run', 'compute']

/** A region, and where its name was found. */
export interface FoundRegion {
  readonly id: string
  /** Where it was found, in the reader's words. */
  readonly source: string
}

/** The region to deploy into: asked for, environment, gcloud's configuration, the default. */
export async function findRegion(context: ProviderContext, asked?: string): Promise<FoundRegion> {
  if (asked !== undefined) return { id: asked, source: '--region' }
  for (const name of REGION_VARIABLES) {
    const id = context.env[name]
    if (id) return { id, source: name }
  }
  for (const section of GCLOUD_SECTIONS) {
    const id = await readGcloudProperty(section, 'region', context)
    if (id) return { id, source: `gcloud config, ${section}/region` }
  }
  return { id: DEFAULT_REGION, source: 'the default; --region sets another' }
}
