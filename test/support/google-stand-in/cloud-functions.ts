import { randomBytes } from 'node:crypto'
import { unzipSync } from 'fflate'
import { addService, removeService, rollOut, setVariables } from './cloud-run.ts'
import { type CloudState, type Json, Refusal, showOperation, startOperation, tick } from './cloud-state.ts'

type Names = Readonly<Record<string, string>>

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

export async function createFunction(
  state: CloudState,
  names: Names,
  query: URLSearchParams,
  body: Json,
): Promise<Json> {
  const id = query.get('functionId') ?? ''
  const name = `${names.parent}/functions/${id}`
  if (!/^[a-z][a-z0-9-]{3,62}$/.test(id)) throw new Refusal(400, 'INVALID_ARGUMENT', `function id "${id}"`)
  if (state.functions.has(name)) throw new Refusal(409, 'ALREADY_EXISTS', `Resource '${name}' already exists`)
  checkFunction(name, body)
  const { buildConfig, serviceConfig } = body as { buildConfig: Json; serviceConfig: Json }
  const source = (buildConfig.source as { storageSource?: { object?: string } }).storageSource
  const upload = [...state.uploads.values()].find(({ object }) => object === source?.object)
  if (!upload?.zip) throw new Refusal(400, 'INVALID_ARGUMENT', 'The source object was never uploaded')
  const { zip } = upload
  const service = name.replace('/functions/', '/services/')
  const config = {
    ...serviceConfig,
    service,
    serviceAccountEmail: serviceConfig.serviceAccountEmail ?? '1-compute@developer.gserviceaccount.com',
  }
  const stored: { resource: Json } & NonNullable<ReturnType<CloudState['functions']['get']>> = {
    resource: {
      ...body,
      name,
      state: 'DEPLOYING',
      createTime: '2026-11-23T00:00:00Z',
      serviceConfig: config,
    },
  }
  state.functions.set(name, stored)
  stored.operation = startOperation(
    state,
    String(names.parent),
    ['ARTIFACT_REGISTRY', 'BUILD', 'SERVICE'],
    async () => {
      stored.operation = undefined
      try {
        const entryPoint = String(buildConfig.entryPoint ?? id)
        const variables = (serviceConfig.environmentVariables ?? {}) as Record<string, string>
        const isPython = String(buildConfig.runtime).startsWith('python')
        const { GOOGLE_FUNCTION_SOURCE: source = 'main.py' } = (buildConfig.environmentVariables ??
          {}) as Record<string, string>
        const files = isPython ? buildPython(state, zip, source) : build(state, zip)
        const python = isPython && { python: source }
        stored.hosted = await state.host.deploy({ name: id, files, entryPoint, variables, ...python })
      } catch (error) {
        stored.resource = { ...stored.resource, state: 'FAILED' }
        throw error
      }
      const uri = addService(state, service, config)
      await rollOut(state, service)
      stored.resource = { ...stored.resource, state: 'ACTIVE', url: uri, serviceConfig: { ...config, uri } }
      return stored.resource
    },
  )
  return showOperation(stored.operation)
}

/** Rules of the fields' descriptions that no type expresses. */
function checkFunction(name: string, body: Json): void {
  const refuse = (message: string) => {
    throw new Refusal(400, 'INVALID_ARGUMENT', message)
  }
  if (body.name !== undefined && body.name !== name) refuse('name differs from the path')
  if (body.environment !== 'GEN_2') refuse('environment must be GEN_2')
  for (const [key, value] of Object.entries((body.labels ?? {}) as Record<string, string>))
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(value))
      refuse(`label ${key}=${value}`)
  const { runtime } = (body.buildConfig ?? {}) as Json
  if (!/^(nodejs(18|20|22|24)|python3(10|11|12|13|14))$/.test(String(runtime)))
    refuse(`runtime ${runtime} is not supported`)
  const { availableMemory } = (body.serviceConfig ?? {}) as Json
  if (availableMemory && !/^\d+(k|M|G|Mi|Gi)?$/.test(String(availableMemory)))
    refuse(`memory ${availableMemory}`)
}

/** What the Node buildpack insists on. */
function build({ settings }: CloudState, zip: Uint8Array): Record<string, Uint8Array> {
  if (settings.buildError) throw new Error(settings.buildError)
  const files = unzipSync(zip)
  const manifest = files['package.json']
  if (!manifest) throw new Error('Build failed: no package.json at the root of the archive')
  const { main = 'index.js', dependencies = {} } = JSON.parse(Buffer.from(manifest).toString())
  if (!files[main]) throw new Error(`Build failed: ${main} does not exist; but is the main of package.json`)
  if (!dependencies['@google-cloud/functions-framework'])
    throw new Error('Build failed: no functions-framework')
  return files
}

/** What the Python buildpack insists on (GoogleCloudPlatform/buildpacks, cmd/python/functions_framework). */
function buildPython({ settings }: CloudState, zip: Uint8Array, source: string): Record<string, Uint8Array> {
  if (settings.buildError) throw new Error(settings.buildError)
  const files = unzipSync(zip)
  if (!files[source])
    throw new Error(`Build failed: GOOGLE_FUNCTION_SOURCE specified file "${source}" but it does not exist`)
  const named = ['requirements.txt', 'pyproject.toml'].map((name) =>
    Buffer.from(files[name] ?? []).toString(),
  )
  if (!named.some((text) => text.includes('functions-framework')))
    throw new Error('Build failed: functions-framework is not in your dependencies')
  return files
}

export async function getFunction(state: CloudState, { name = '' }: Names): Promise<Json> {
  const stored = state.functions.get(name)
  if (stored?.operation) await tick(stored.operation)
  const found = state.functions.get(name)
  if (!found) throw notFound(name)
  return found.resource
}

/** `projects/p/locations/-` lists every region. */
export function listFunctions(state: CloudState, { parent = '' }: Names): Json {
  const inside = new RegExp(`^${parent.replace('/locations/-', '/locations/[^/]+')}/functions/`)
  const functions = [...state.functions]
    .filter(([name]) => inside.test(name))
    .map(([, { resource }]) => resource)
  return { functions }
}

export async function deleteFunction(state: CloudState, { name = '' }: Names): Promise<Json> {
  const stored = state.functions.get(name)
  if (!stored) throw notFound(name)
  if (stored.operation) {
    await tick(stored.operation)
    throw new Refusal(409, 'ABORTED', 'unable to queue the operation')
  }
  stored.resource = { ...stored.resource, state: 'DELETING' }
  stored.operation = startOperation(state, name.split('/functions/')[0] ?? '', ['SERVICE'], async () => {
    await stored.hosted?.close()
    state.functions.delete(name)
    removeService(state, name.replace('/functions/', '/services/'))
    return {}
  })
  return showOperation(stored.operation)
}

/** Only what the fall-back of evict changes: environment variables, hence a new revision. */
export async function updateFunction(
  state: CloudState,
  names: Names,
  query: URLSearchParams,
  body: Json,
): Promise<Json> {
  const name = names['function.name'] ?? ''
  const stored = state.functions.get(name)
  if (!stored) throw notFound(name)
  if (query.get('updateMask') !== 'serviceConfig.environmentVariables')
    throw new Refusal(400, 'INVALID_ARGUMENT', 'the stand-in changes environment variables only')
  const operation = startOperation(
    state,
    name.split('/functions/')[0] ?? '',
    ['BUILD', 'SERVICE'],
    async () => {
      const config = { ...(stored.resource.serviceConfig as Json), ...(body.serviceConfig as Json) }
      stored.resource = { ...stored.resource, serviceConfig: config }
      const service = name.replace('/functions/', '/services/')
      setVariables(state, service, config)
      await rollOut(state, service)
      return stored.resource
    },
  )
  return showOperation(operation)
}

function notFound(name: string): Refusal {
  return new Refusal(404, 'NOT_FOUND', `Resource '${name}' was not found`)
}
