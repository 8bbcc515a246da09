import { ColdstartError } from '../../core/errors.ts'
import type { AwsSession } from './aws-session.ts'

/** What an account may run in a region. */
export interface AccountLimits {
  /** Invocations that may run at once in this region; new accounts often have 10. */
  readonly concurrency: number
  /** Of them, those not reserved for single functions. */
  readonly unreserved: number
  readonly zipBytes: number
}

/** GetAccountSettings of the session's region. */
export async function readAccountLimits(session: AwsSession): Promise<AccountLimits> {
  const lambda = await session.lambda()
  const what = { action: "read the account's limits", permission: 'lambda:GetAccountSettings' }
  const { AccountLimit = {} } = await session.call(what, (on) => lambda.getAccountSettings({}, on))
  const {
    ConcurrentExecutions = 10,
    UnreservedConcurrentExecutions,
    CodeSizeZipped = 52_428_800,
  } = AccountLimit
  return {
    concurrency: ConcurrentExecutions,
    unreserved: UnreservedConcurrentExecutions ?? ConcurrentExecutions,
    zipBytes: CodeSizeZipped,
  }
}

/**
 * Asks for no more at once than the account can run, and for no larger a package than it takes.
 * @throws ColdstartError `remote-quota`
 */
export function checkAgainstLimits(limits: AccountLimits, replicas: number, zipBytes: number): void {
  if (replicas > limits.unreserved)
    throw quota(
      `${replicas} replicas, but only ${limits.unreserved} invocations may run at once`,
      'Ask for fewer replicas, or AWS for more concurrency.',
    )
  if (zipBytes > limits.zipBytes)
    throw quota(
      `the package has ${zipBytes} bytes, ${limits.zipBytes} are allowed`,
      'Make the package smaller.',
    )
}

function quota(reason: string, hint: string): ColdstartError {
  return new ColdstartError('remote-quota', { provider: 'AWS', action: 'deploy', reason, hint })
}
