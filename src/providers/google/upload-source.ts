import { ColdstartError } from '../../core/errors.ts'
import { createRestClient } from '../rest-client.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle } from './google-api.ts'

/**
 * Asks for a signed address and puts the zip there. The address is a secret for as long as it is valid, and
 * takes no Authorization header: the signature in it is the permission.
 * @returns the storage source that `create` wants to see
 * @throws ColdstartError `google-operation` and those of callGoogle
 */
export async function uploadSource(
  zip: Uint8Array,
  { project, region }: { readonly project: string; readonly region: string },
  context: GoogleContext,
): Promise<Readonly<Record<string, unknown>>> {
  const action = 'upload the function'
  const { json } = await callGoogle(
    {
      api: 'functions',
      project,
      action,
      method: 'POST',
      path: `/v2/projects/${project}/locations/${region}/functions:generateUploadUrl`,
      json: { environment: 'GEN_2' },
      idempotent: true,
      givesSecret: true,
    },
    context,
  )
  const { uploadUrl, storageSource } = json
  if (typeof uploadUrl !== 'string' || !isRecord(storageSource))
    throw new ColdstartError('google-operation', { action, reason: 'no upload address came back' })
  await putZip(uploadUrl, zip, action, context)
  return storageSource
}

async function putZip(url: string, zip: Uint8Array, action: string, context: GoogleContext): Promise<void> {
  const { secrets } = await context.identity()
  for (const value of new URL(url).searchParams.values()) secrets.add(value)
  const client = createRestClient(
    {
      provider: 'Google Cloud Storage',
      baseUrl: new URL(url).origin,
      tokenHint: 'The signed address may have run out (it lasts half an hour): deploy again.',
      secrets: [...secrets],
    },
    context,
  )
  const headers = { 'content-type': 'application/zip' }
  await client.call({ action, method: 'PUT', path: url, bytes: zip, headers, authorize: false })
}
