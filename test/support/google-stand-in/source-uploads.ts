import { randomBytes } from 'node:crypto'
import { type CloudState, type Json, Refusal } from './cloud-state.ts'

export function generateUploadUrl(state: CloudState): Json {
  const object = `${randomBytes(8).toString('hex')}.zip`
  const signature = `planted-signature-${randomBytes(18).toString('hex')}`
  state.secrets.push(signature)
  state.uploads.set(signature, { object })
  return {
    uploadUrl: `${state.url}/storage.googleapis.com/gcf-v2-uploads/${object}?X-Goog-Signature=${signature}`,
    storageSource: { bucket: 'gcf-v2-uploads', object },
  }
}

/** What a signed address takes: the zip, the signed content type, and no other permission beside the signature. */
export function putSource(
  state: CloudState,
  query: URLSearchParams,
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): void {
  const upload = state.uploads.get(query.get('X-Goog-Signature') ?? '')
  if (!upload) throw new Refusal(403, 'SignatureDoesNotMatch', 'The request signature is not valid')
  if (headers.authorization) throw new Refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed')
  if (headers['content-type'] !== 'application/zip')
    throw new Refusal(403, 'SignatureDoesNotMatch', 'content-type is not the one that was signed')
  upload.zip = body
}

/** The zip that a function's build names. @throws Refusal when it was never uploaded */
export function uploadedZip(state: CloudState, { source }: Json): Uint8Array {
  const { storageSource } = source as { storageSource?: { object?: string } }
  const upload = [...state.uploads.values()].find(({ object }) => object === storageSource?.object)
  if (!upload?.zip) throw new Refusal(400, 'INVALID_ARGUMENT', 'The source object was never uploaded')
  return upload.zip
}
