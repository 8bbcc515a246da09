import { ColdstartError } from '../../core/errors.ts'
import type { ProviderContext } from '../provider.ts'
import { findCredentials } from './find-credentials.ts'
import { readGcloudProperty } from './gcloud-config.ts'
import { readMetadata } from './metadata-server.ts'

const PROJECT_VARIABLES = ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'CLOUDSDK_CORE_PROJECT']

/** A project, and where its name was found. */
export interface FoundProject {
  readonly id: string
  readonly source: string
}

/**
 * The project to deploy into: option, environment, gcloud's configuration, key file, metadata server.
 * @throws ColdstartError `google-project` when none is named anywhere
 */
export async function findProject(context: ProviderContext, option?: string): Promise<FoundProject> {
  if (option) return { id: option, source: 'the project option' }
  for (const name of PROJECT_VARIABLES) {
    const id = context.env[name]
    if (id) return { id, source: name }
  }
  const id = await readGcloudProperty('core', 'project', context)
  if (id) return { id, source: 'gcloud config' }
  const credentials = await findCredentials(context)
  if (credentials?.kind === 'file') {
    const named = credentials.json.project_id ?? credentials.json.quota_project_id
    if (typeof named === 'string') return { id: named, source: credentials.source }
  }
  const metadata = await readMetadata(context, 'project/project-id')
  if (metadata) return { id: metadata, source: 'the metadata server' }
  throw new ColdstartError('google-project', {})
}
