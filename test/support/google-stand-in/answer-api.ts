import * as functions from './cloud-functions.ts'
import * as run from './cloud-run.ts'
import { type CloudState, type Json, Refusal, showOperation, tick } from './cloud-state.ts'
import type { IncomingCall } from './incoming-call.ts'
import { serviceDisabled } from './misbehaviour.ts'
import { generateUploadUrl } from './source-uploads.ts'
import { type ApiCall, methodOf, validateRequest } from './validate-request.ts'

interface Arguments {
  readonly state: CloudState
  readonly names: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Json
}
type Handler = (given: Arguments) => Json | Promise<Json>

const handlers: Readonly<Record<string, Handler>> = {
  GenerateUploadUrl: ({ state }) => generateUploadUrl(state),
  CreateFunction: ({ state, names, query, body }) => functions.createFunction(state, names, query, body),
  GetFunction: ({ state, names }) => functions.getFunction(state, names),
  ListFunctions: ({ state, names }) => functions.listFunctions(state, names),
  UpdateFunction: ({ state, names, query, body }) => functions.updateFunction(state, names, query, body),
  DeleteFunction: ({ state, names }) => functions.deleteFunction(state, names),
  GetOperation: ({ state, names }) => getOperation(state, names.name ?? ''),
  GetService: ({ state, names }) => run.getService(state, names),
  UpdateService: ({ state, names, query, body }) => run.updateService(state, names, query, body),
  GetIamPolicy: ({ state, names }) => run.getIamPolicy(state, names),
  SetIamPolicy: ({ state, names, body }) => run.setIamPolicy(state, names, body),
  CreateJob: ({ state, names, body }) => createJob(state, names.parent ?? '', body),
  DeleteJob: ({ state, names }) => deleteJob(state, names.name ?? ''),
  ListJobs: ({ state, names }) => listJobs(state, names.parent ?? ''),
  BatchGetServices: ({ state, query }) => batchGetServices(state, query),
  TestIamPermissions: ({ body }) => ({ permissions: body.permissions }),
}

/** Every call to an API: who calls, does the description allow it, is the API on; only then is it done. */
export const answerApi = {
  /** Google's name of the call. */
  nameOf({ host, path, request }: IncomingCall): string {
    const verb = request.method ?? ''
    return methodOf({ host, path, verb })?.method.rpc ?? `${verb} ${path}`
  },
  async answer(call: IncomingCall): Promise<Json> {
    checkCaller(call)
    const verdict = validateRequest(described(call))
    if ('wrong' in verdict) throw new Refusal(400, 'INVALID_ARGUMENT', verdict.wrong)
    const { state, query, host } = call
    if (state.settings.disabledServices.includes(host)) {
      const { error } = serviceDisabled(host) as { error: { message: string; details: Json[] } }
      throw new Refusal(403, 'PERMISSION_DENIED', error.message, error.details)
    }
    const handler = handlers[verdict.method.rpc]
    if (!handler) throw new Error(`the stand-in has no ${verdict.method.rpc}`)
    return handler({ state, names: verdict.names, query, body: (bodyOf(call) ?? {}) as Json })
  },
}

function described(call: IncomingCall): ApiCall {
  const { host, path, query } = call
  return { host, path, query, verb: call.request.method ?? '', body: bodyOf(call) }
}

function bodyOf({ body }: IncomingCall): unknown {
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new Refusal(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')
  }
}

/** A bearer token that the token server gave; an end user's call must also name the project that pays for it. */
function checkCaller({ tokens, request }: IncomingCall): void {
  const holder = tokens.holderOf((request.headers.authorization ?? '').replace(/^Bearer /, ''))
  if (!holder) throw new Refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
  if (holder === 'user' && !request.headers['x-goog-user-project'])
    throw new Refusal(
      403,
      'PERMISSION_DENIED',
      'This API requires a quota project, which is not set by default.',
    )
}

async function getOperation(state: CloudState, name: string): Promise<Json> {
  const operation = state.operations.get(name)
  if (!operation) throw new Refusal(404, 'NOT_FOUND', `operation ${name}`)
  await tick(operation)
  return showOperation(operation)
}

function createJob(state: CloudState, parent: string, body: Json): Json {
  const name = String(body.name)
  if (!name.startsWith(`${parent}/jobs/`))
    throw new Refusal(400, 'INVALID_ARGUMENT', 'Job name must be in its parent')
  if (!/^(\S+ ){4}\S+$/.test(String(body.schedule)))
    throw new Refusal(400, 'INVALID_ARGUMENT', 'Schedule or time zone is invalid.')
  if (state.jobs.has(name)) throw new Refusal(409, 'ALREADY_EXISTS', `Job ${name} already exists.`)
  state.jobs.set(name, body)
  return { ...body, state: 'ENABLED' }
}

function deleteJob(state: CloudState, name: string): Json {
  if (!state.jobs.delete(name)) throw new Refusal(404, 'NOT_FOUND', 'Job not found.')
  return {}
}

function listJobs(state: CloudState, parent: string): Json {
  return { jobs: [...state.jobs.values()].filter(({ name }) => String(name).startsWith(`${parent}/jobs/`)) }
}

function batchGetServices({ settings }: CloudState, query: URLSearchParams): Json {
  const services = query.getAll('names').map((name) => {
    const off = settings.disabledServices.includes(name.split('/').at(-1) ?? '')
    return { name, state: off ? 'DISABLED' : 'ENABLED' }
  })
  return { services }
}
