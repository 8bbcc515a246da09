import { xmlText } from './aws-failure.ts'
import type { AwsSession } from './aws-session.ts'

/** Who AWS takes us for, and what its answer says about the way there. */
export interface CallerIdentity {
  readonly account: string
  readonly arn: string
  readonly roundTripMs: number
  /** AWS's clock minus ours, ms; its Date header is in whole seconds. */
  readonly skewMs?: number
}

/** STS GetCallerIdentity: needs no permission, so it proves credentials and nothing else. */
export async function readCallerIdentity(session: AwsSession): Promise<CallerIdentity> {
  const { clock } = session.context
  const what = { action: 'find out whose credentials these are', permission: 'sts:GetCallerIdentity' }
  const reply = await session.call(what, () =>
    session.signed({
      service: 'sts',
      path: '/',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    }),
  )
  const date = Date.parse(reply.headers.get('date') ?? '')
  return {
    account: xmlText(reply.text, 'Account') ?? 'unknown',
    arn: xmlText(reply.text, 'Arn') ?? 'unknown',
    roundTripMs: reply.roundTripMs,
    ...(Number.isNaN(date) ? {} : { skewMs: date - clock.wallMs() }),
  }
}
