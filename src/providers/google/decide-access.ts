import { ColdstartError } from '../../core/errors.ts'
import type { GoogleContext } from './authenticate.ts'
import type { DeployedFunction } from './create-function.ts'
import { claimsOf } from './id-token.ts'
import { allowInvoker } from './open-to-callers.ts'
import type { GoogleOptions } from './options.ts'

/** Who may call a function: anybody, or who has an identity token. */
export type Invoker = 'public' | 'id-token'

/**
 * Makes a function callable: for everybody where that is wanted and allowed, otherwise for ourselves with an
 * identity token. Which of the two it was is a parity fact of the target.
 * @throws ColdstartError `google-operation`, `google-identity-token` and those of callGoogle
 */
export async function decideAccess(
  { service, url, serviceAccount }: DeployedFunction,
  wanted: GoogleOptions['invoker'],
  scheduled: boolean,
  context: GoogleContext,
): Promise<Invoker> {
  if (wanted !== 'id-token') {
    if ((await allowInvoker(service, 'allUsers', context)) === 'open') return 'public'
    if (wanted === 'public')
      throw forbidden('The organisation forbids public functions: use --google-invoker id-token.')
    context.logger.info('google: the organisation forbids public functions; calling with an identity token')
  }
  await allowOrFail(service, await ownMember(url, context), context)
  if (scheduled && serviceAccount) await allowOrFail(service, `serviceAccount:${serviceAccount}`, context)
  return 'id-token'
}

/** Ourselves, in the words of a policy, as the identity token names us. */
async function ownMember(url: string, context: GoogleContext): Promise<string> {
  const token = await (await context.identity()).idToken(url)
  const { email } = claimsOf(token)
  if (typeof email !== 'string')
    throw new ColdstartError('google-identity-token', { reason: 'the token does not say whose it is' })
  return email.endsWith('.gserviceaccount.com') ? `serviceAccount:${email}` : `user:${email}`
}

async function allowOrFail(service: string, member: string, context: GoogleContext): Promise<void> {
  if ((await allowInvoker(service, member, context)) === 'open') return
  throw forbidden(`Ask for an account that the organisation's policy allows in place of ${member}.`)
}

function forbidden(hint: string): ColdstartError {
  const action = 'allow calls to the function'
  return new ColdstartError('google-operation', {
    action,
    reason: "an organisation's policy forbids it",
    hint,
  })
}
