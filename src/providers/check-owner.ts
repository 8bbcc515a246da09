import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'

/** Whose credentials these are: account, user, team or project, as far as the platform says. */
export type Identity = Readonly<Record<string, string>>

/**
 * Refuses to touch a deployment with the credentials of somebody else: there, what is not seen is not gone.
 * @param now what the platform says of the present credentials
 * @throws ColdstartError `other-account` when they agree in nothing that both sides state
 */
export function refuseOtherOwner(deployment: Deployment, now: Identity, provider: string): void {
  const then = deployment.identity ?? {}
  const shared = Object.keys(then).filter((key) => now[key] !== undefined)
  if (shared.length === 0 || shared.some((key) => then[key] === now[key])) return
  throw otherOwner(deployment, provider, describeIdentity(then), describeIdentity(now))
}

/** The refusal itself, for platforms that tell strangers in a way of their own. */
export function otherOwner({ id }: Deployment, provider: string, was: string, is: string): ColdstartError {
  return new ColdstartError('other-account', { id, provider, was, is })
}

function describeIdentity(identity: Identity): string {
  return Object.entries(identity)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')
}
