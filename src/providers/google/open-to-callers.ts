import { ColdstartError } from '../../core/errors.ts'
import { isRecord } from '../rest-failure.ts'
import type { GoogleContext } from './authenticate.ts'
import { callGoogle } from './google-api.ts'

const INVOKER = 'roles/run.invoker'
const TRIES = 6

/** Whether a member may call a service now, or a policy of its organisation forbids it. */
export type Access = 'open' | 'forbidden-by-organisation'

/**
 * Lets `member` call a service: reads its policy, adds one binding and writes it back with the etag it was read
 * with, again from the start when somebody else wrote in between. Nothing that was there is removed.
 * Protocol: google/iam/v1/policy.proto (etag), version 3 so that conditional bindings survive.
 * @param member `allUsers`, `user:…` or `serviceAccount:…`
 * @returns `forbidden-by-organisation` when a policy of the organisation refuses the member
 * @throws ColdstartError those of callGoogle
 */
export async function allowInvoker(service: string, member: string, context: GoogleContext): Promise<Access> {
  const project = service.split('/')[1] ?? ''
  const action = 'allow calls to the function'
  const request = { api: 'run', project, action } as const
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const { json: policy } = await callGoogle(
      {
        ...request,
        method: 'GET',
        path: `/v2/${service}:getIamPolicy`,
        query: { 'options.requestedPolicyVersion': 3 },
      },
      context,
    )
    if (isAllowed(policy, member)) return 'open'
    const { refused } = await callGoogle(
      {
        ...request,
        method: 'POST',
        path: `/v2/${service}:setIamPolicy`,
        json: { policy: withMember(policy, member) },
        idempotent: true,
        expect: ['ABORTED', 'FAILED_PRECONDITION'],
      },
      context,
    )
    if (!refused) return 'open'
    if (refused.status === 'FAILED_PRECONDITION') return 'forbidden-by-organisation'
    await context.clock.sleep(500 * 2 ** (attempt - 1), context.signal)
  }
  const reason = 'its policy was changed by somebody else each time'
  throw new ColdstartError('google-operation', { action, reason })
}

function bindingsOf(policy: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  return Array.isArray(policy.bindings) ? policy.bindings.filter(isRecord) : []
}

function isAllowed(policy: Readonly<Record<string, unknown>>, member: string): boolean {
  return bindingsOf(policy).some(
    ({ role, members, condition }) =>
      role === INVOKER && !condition && Array.isArray(members) && members.includes(member),
  )
}

function withMember(policy: Readonly<Record<string, unknown>>, member: string): object {
  return { ...policy, version: 3, bindings: [...bindingsOf(policy), { role: INVOKER, members: [member] }] }
}
