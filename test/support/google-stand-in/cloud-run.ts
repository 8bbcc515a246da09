import { type CloudState, type Json, newEtag, Refusal, showOperation, startOperation } from './cloud-state.ts'
import type { HostReply, HostRequest } from './function-host.ts'

type Names = Readonly<Record<string, string>>
const INVOKER = 'roles/run.invoker'

/** The service that a function becomes. @returns its address */
export function addService(state: CloudState, name: string, config: Json): string {
  const uri = `${state.url}/invoke/${name.split('/').at(-1)}`
  const resources = {
    limits: { cpu: '0.1666', memory: String(config.availableMemory) },
    startupCpuBoost: true,
  }
  const template = {
    revision: `${name.split('/').at(-1)}-00001-abc`,
    serviceAccount: config.serviceAccountEmail,
    maxInstanceRequestConcurrency: config.maxInstanceRequestConcurrency,
    timeout: '60s',
    containers: [
      {
        image: 'us-docker.pkg.dev/stand-in/gcf-artifacts/hello',
        resources,
        env: [{ name: 'LOG_EXECUTION_ID', value: 'true' }, ...envOf(config)],
      },
    ],
  }
  const policy = {
    etag: newEtag(),
    version: 1,
    bindings: [{ role: 'roles/run.viewer', members: ['user:auditor@example.com'] }],
  }
  const resource = { name, uri, etag: newEtag(), template, latestReadyRevision: '' }
  state.services.set(name, { resource, policy, revision: 0, deniedCalls: 0 })
  return uri
}

function envOf({ environmentVariables = {} }: Json): { name: string; value: string }[] {
  return Object.entries(environmentVariables as Record<string, string>).map(([name, value]) => ({
    name,
    value,
  }))
}

/** What a change of the function's variables does to the service: the map that comes takes the place of the old one. */
export function setVariables(state: CloudState, name: string, config: Json): void {
  const service = stored(state, name)
  const template = service.resource.template as { containers: Json[] }
  const containers = template.containers.map((one) => ({ ...one, env: envOf(config) }))
  service.resource = { ...service.resource, template: { ...template, containers }, etag: newEtag() }
}

export function removeService(state: CloudState, name: string): void {
  state.services.delete(name)
}

/** A new ready revision. Unless its deployment check is switched off, the platform starts an instance of it. */
export async function rollOut(state: CloudState, name: string): Promise<void> {
  const service = stored(state, name)
  service.revision += 1
  const template = service.resource.template as Json
  const ready = `${name}/revisions/r-${String(service.revision).padStart(5, '0')}`
  service.resource = { ...service.resource, etag: newEtag(), latestReadyRevision: ready }
  const hosted = state.functions.get(name.replace('/services/', '/functions/'))?.hosted
  const [{ env }] = template.containers as [{ env: { name: string; value: string }[] }]
  const variables = Object.fromEntries(env.map((one) => [one.name, one.value]))
  await hosted?.replaceInstances(template.healthCheckDisabled !== true, variables)
}

export function getService(state: CloudState, { name = '' }: Names): Json {
  return stored(state, name).resource
}

export function updateService(state: CloudState, names: Names, query: URLSearchParams, body: Json): Json {
  const name = names['service.name'] ?? ''
  const service = stored(state, name)
  if (state.settings.servicesAreClosed)
    throw new Refusal(400, 'FAILED_PRECONDITION', 'The service is managed by Cloud Functions')
  if (query.get('updateMask') !== 'template')
    throw new Refusal(400, 'INVALID_ARGUMENT', 'updateMask must be template')
  if (body.etag !== service.resource.etag) throw new Refusal(409, 'ABORTED', 'The etag does not match')
  const template = body.template as Json
  const old = service.resource.template as Json
  if (template.revision && template.revision === old.revision)
    throw new Refusal(409, 'ALREADY_EXISTS', `Revision named '${template.revision}' already exists`)
  const unchanged = JSON.stringify({ ...template, revision: 0 }) === JSON.stringify({ ...old, revision: 0 })
  service.resource = { ...service.resource, template, etag: newEtag() }
  const operation = startOperation(state, name.split('/services/')[0] ?? '', [], async () => {
    if (!unchanged) await rollOut(state, name)
    return service.resource
  })
  return showOperation(operation)
}

/** Of a service, or of the project, whose default account builds. */
export function getIamPolicy(state: CloudState, { resource = '' }: Names): Json {
  if (/^projects\/[^/]+$/.test(resource)) {
    const members = state.settings.buildsByDefault
      ? ['serviceAccount:123456789012-compute@developer.gserviceaccount.com']
      : ['user:ada@example.com']
    return { etag: 'project', bindings: [{ role: 'roles/cloudbuild.builds.builder', members }] }
  }
  return structuredClone(stored(state, resource).policy)
}

export function setIamPolicy(state: CloudState, { resource = '' }: Names, body: Json): Json {
  const service = stored(state, resource)
  const policy = body.policy as typeof service.policy
  if (state.settings.policyRaces > 0) {
    state.settings.policyRaces -= 1
    service.policy.etag = newEtag()
  }
  if (!policy.etag) throw new Refusal(400, 'INVALID_ARGUMENT', 'the stand-in insists on an etag')
  if (policy.etag !== service.policy.etag)
    throw new Refusal(
      409,
      'ABORTED',
      'There were concurrent policy changes. Retry the whole read-modify-write.',
    )
  const isPublic = policy.bindings.some(({ members }) => members.includes('allUsers'))
  if (isPublic && state.settings.organisationForbidsPublic)
    throw new Refusal(
      400,
      'FAILED_PRECONDITION',
      'One or more users named in the policy do not belong to a permitted customer.',
    )
  service.policy = { ...policy, etag: newEtag() }
  service.deniedCalls = state.settings.policyDelayCalls
  return structuredClone(service.policy)
}

/** The front end: the policy first, the function only behind it. @param caller email of a valid identity token for this URL */
export async function invoke(
  state: CloudState,
  id: string,
  caller: string | undefined,
  request: HostRequest,
): Promise<HostReply> {
  const found = [...state.services].find(([name]) => name.endsWith(`/services/${id}`))
  const hosted = found && state.functions.get(found[0].replace('/services/', '/functions/'))?.hosted
  if (!found || !hosted) return page(404, 'Page not found')
  const [, service] = found
  const members = service.policy.bindings
    .filter(({ role }) => role === INVOKER)
    .flatMap((binding) => binding.members)
  const allowed =
    members.includes('allUsers') || members.some((member) => caller && member.endsWith(`:${caller}`))
  if (!allowed) return page(403, 'Your client does not have permission to get URL from this server.')
  if (service.deniedCalls > 0) {
    service.deniedCalls -= 1
    return page(403, 'Your client does not have permission to get URL from this server.')
  }
  return hosted.invoke(request)
}

function page(status: number, words: string): HostReply {
  const body = `<html><head><title>${status}</title></head><body>Error: ${words}</body></html>`
  return { status, headers: { 'content-type': 'text/html' }, body }
}

function stored(state: CloudState, name: string) {
  const service = state.services.get(name)
  if (!service) throw new Refusal(404, 'NOT_FOUND', `Resource '${name}' was not found`)
  return service
}
