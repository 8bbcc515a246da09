import { buildSource } from './build-source.ts'
import { addService, removeService, rollOut, setVariables } from './cloud-run.ts'
import {
  type CloudState,
  type Json,
  Refusal,
  type StoredFunction,
  showOperation,
  startOperation,
  tick,
} from './cloud-state.ts'
import { uploadedZip } from './source-uploads.ts'

type Names = Readonly<Record<string, string>>

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
  const { buildConfig, serviceConfig: asked } = body as { buildConfig: Json; serviceConfig: Json }
  const zip = uploadedZip(state, buildConfig)
  const serviceConfig = {
    ...asked,
    service: serviceOf(name),
    serviceAccountEmail: asked.serviceAccountEmail ?? '1-compute@developer.gserviceaccount.com',
  }
  const createTime = '2026-11-23T00:00:00Z'
  const stored: StoredFunction = {
    resource: { ...body, name, state: 'DEPLOYING', createTime, serviceConfig },
  }
  state.functions.set(name, stored)
  const stages = ['ARTIFACT_REGISTRY', 'BUILD', 'SERVICE']
  stored.operation = startOperation(state, String(names.parent), stages, () =>
    finishFunction(state, stored, { id, zip, buildConfig, serviceConfig }),
  )
  return showOperation(stored.operation)
}

interface AskedFunction {
  readonly id: string
  readonly zip: Uint8Array
  readonly buildConfig: Json
  readonly serviceConfig: Json & { readonly service: string }
}

/** Builds a function, runs it and rolls its service out. @returns its resource */
async function finishFunction(
  state: CloudState,
  stored: StoredFunction,
  { id, zip, buildConfig, serviceConfig }: AskedFunction,
): Promise<Json> {
  stored.operation = undefined
  try {
    const entryPoint = String(buildConfig.entryPoint ?? id)
    const variables = (serviceConfig.environmentVariables ?? {}) as Record<string, string>
    const built = buildSource(state, zip, buildConfig)
    stored.hosted = await state.host.deploy({ name: id, entryPoint, variables, ...built })
  } catch (error) {
    stored.resource = { ...stored.resource, state: 'FAILED' }
    throw error
  }
  const { service } = serviceConfig
  const uri = addService(state, service, serviceConfig)
  await rollOut(state, service)
  const config = { ...serviceConfig, uri }
  stored.resource = { ...stored.resource, state: 'ACTIVE', url: uri, serviceConfig: config }
  return stored.resource
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
    removeService(state, serviceOf(name))
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
      const service = serviceOf(name)
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

/** The Cloud Run service behind a function. */
function serviceOf(name: string): string {
  return name.replace('/functions/', '/services/')
}
