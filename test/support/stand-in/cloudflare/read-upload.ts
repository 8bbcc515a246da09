import { type Call, refuse } from '../stand-in.ts'
import { check } from './check.ts'
import type { Upload } from './cloud.ts'
import { uploadMetadata } from './schemas.ts'

/** Metadata and modules of an upload. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/ */
export async function readUpload({ headers, body }: Call): Promise<Upload> {
  const type = headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data; boundary=')) refuse('the upload is no form')
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const parts = [...form] as [string, File][]
  const metadata = check(uploadMetadata, JSON.parse(await textOf(form.get('metadata'))))
  const files = new Map<string, Buffer>()
  for (const [name, part] of parts.filter(([one]) => one !== 'metadata')) {
    if (!MODULE_TYPES.test(part.type)) refuse(`${name} has the type ${part.type}`)
    if (part.name !== name) refuse(`the part ${name} has the file name ${part.name}`)
    files.set(name, Buffer.from(await part.arrayBuffer()))
  }
  if (!files.has(metadata.main_module)) refuse('No such module: main_module')
  return { metadata, files }
}

const MODULE_TYPES =
  /^(?:application\/javascript\+module|application\/octet-stream|application\/wasm|text\/plain)$/

async function textOf(part: unknown): Promise<string> {
  return part instanceof Blob ? part.text() : refuse('metadata is missing')
}
