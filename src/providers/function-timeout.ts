import { formatDuration } from '../core/duration.ts'
import { ColdstartError } from '../core/errors.ts'
import type { DeploySpec } from './provider.ts'

/** What a platform takes for a function's time-out: whole seconds from 1 on. */
export interface TimeoutLimit {
  /** As its errors name it. */
  readonly provider: string
  readonly mostSeconds: number
}

/**
 * The time-out that the user wants for one invocation, in whole seconds, as every cloud has it.
 * @returns undefined where he wants none
 * @throws ColdstartError `cannot-deploy` where the platform cannot have just that
 */
export function timeoutSeconds(
  { workload: { timeoutMs } }: DeploySpec,
  { provider, mostSeconds }: TimeoutLimit,
): number | undefined {
  if (timeoutMs === undefined) return undefined
  const seconds = timeoutMs / 1000
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= mostSeconds) return seconds
  throw new ColdstartError('cannot-deploy', {
    provider,
    reason: `it has no function time-out of ${formatDuration(timeoutMs)}`,
    hint: `Give --function-timeout in whole seconds, from 1s to ${mostSeconds}s, or leave it out.`,
  })
}
