import { ColdstartError } from '../../core/errors.ts'
import type { TargetFacts } from '../../core/target.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle, type GoogleReply } from './google-api.ts'
import { waitForOperation } from './wait-for-operation.ts'

/** The variable that makes one revision differ from the last. */
export const REVISION_VARIABLE = 'COLDSTART_REVISION'
const TRIES = 5

type Json = Readonly<Record<string, unknown>>

/** The Cloud Run service behind a function. @throws ColdstartError those of callGoogle */
export async function getService(service: string, context: GoogleContext): Promise<Json> {
  const request = { api: 'run', project: projectOf(service), action: 'read the service' } as const
  return (await callGoogle({ ...request, method: 'GET', path: `/v2/${service}` }, context)).json
}

/**
 * Gives a service a new revision, so that no instance of the old one serves the next request. The platform's
 * deployment check is switched off for it: that check starts an instance, which would meet the next request warm.
 * Request: UpdateService in google/cloud/run/v2/service.proto, RevisionTemplate.health_check_disabled.
 * @param mark differs from one call to the next
 * @returns false when the platform does not let the service behind a function be changed
 * @throws ColdstartError `google-operation` when the revision does not become ready, and those of callGoogle
 */
export async function replaceRevision(
  service: string,
  mark: string,
  context: GoogleContext,
): Promise<boolean> {
  const action = `replace the revision of ${service.split('/').at(-1)}`
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await getService(service, context)
    const { json, refused } = await patchTemplate(service, before, `${mark}-${attempt}`, action, context)
    if (refused && refused.status !== 'ABORTED') {
      context.logger.warn(`google: ${action}: ${refused.message}`)
      return false
    }
    if (!refused) {
      const operation = { api: 'run', project: projectOf(service), action, operation: json } as const
      await waitForOperation(operation, context)
      if (await isReplaced(service, before, context)) return true
    }
    await context.clock.sleep(1000 * 2 ** (attempt - 1), context.signal)
  }
  throw new ColdstartError('google-operation', { action, reason: 'no new revision became ready' })
}

async function patchTemplate(
  service: string,
  before: Json,
  mark: string,
  action: string,
  context: GoogleContext,
): Promise<GoogleReply> {
  const template = markedTemplate(isRecord(before.template) ? before.template : {}, mark)
  return callGoogle(
    {
      api: 'run',
      project: projectOf(service),
      action,
      method: 'PATCH',
      path: `/v2/${service}`,
      query: { updateMask: 'template' },
      json: { name: service, etag: before.etag, template },
      // The etag makes a second try harmless.
      idempotent: true,
      expect: ['ABORTED', 'FAILED_PRECONDITION', 'INVALID_ARGUMENT'],
    },
    context,
  )
}

/** The template as it was, without the name of its revision (Google gives the next one), plus our mark. */
function markedTemplate({ revision: _, ...template }: Json, mark: string): Json {
  const [first = {}, ...others] = Array.isArray(template.containers)
    ? template.containers.filter(isRecord)
    : []
  const env = (Array.isArray(first.env) ? first.env.filter(isRecord) : []).filter(
    ({ name }) => name !== REVISION_VARIABLE,
  )
  const marked = { ...first, env: [...env, { name: REVISION_VARIABLE, value: mark }] }
  return { ...template, healthCheckDisabled: true, containers: [marked, ...others] }
}

/** Done is what the service says, not what the operation says: another ready revision than before. */
async function isReplaced(service: string, before: Json, context: GoogleContext): Promise<boolean> {
  const after = await getService(service, context)
  return after.latestReadyRevision !== before.latestReadyRevision
}

/** What a reader must know when he compares: CPU, boost and sandbox as the platform chose them. */
export function parityOf(service: Json): NonNullable<TargetFacts['parity']> {
  const template = isRecord(service.template) ? service.template : {}
  const [container] = Array.isArray(template.containers) ? template.containers.filter(isRecord) : []
  const resources = isRecord(container?.resources) ? container.resources : {}
  const limits = isRecord(resources.limits) ? resources.limits : {}
  return {
    ...(typeof limits.cpu === 'string' ? { cpu: limits.cpu } : {}),
    own: {
      'start-up CPU boost': resources.startupCpuBoost === true,
      ...(typeof template.executionEnvironment === 'string'
        ? { sandbox: template.executionEnvironment }
        : {}),
    },
  }
}

function projectOf(service: string): string {
  return service.split('/')[1] ?? ''
}
