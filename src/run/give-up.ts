import { describeSampleError } from '../core/like-messages.ts'
import type { Sample } from '../core/sample.ts'

const FAILURES_WITHOUT_ANY_SUCCESS = 3
const FAILURES_IN_A_ROW = 10

/** Why a target is not invoked again, or undefined. Computed from its samples, so a resumed run agrees. */
export function reasonToGiveUp(samples: readonly Sample[]): string | undefined {
  const lastSuccess = samples.findLastIndex(({ error }) => error === undefined)
  const failures = samples.length - 1 - lastSuccess
  const last = samples.at(-1)?.error
  const why = last ? ` (${describeSampleError(last)})` : ''
  if (lastSuccess === -1 && failures >= FAILURES_WITHOUT_ANY_SUCCESS)
    return `Its first ${failures} invocations failed${why}; it will not be invoked again.`
  if (failures >= FAILURES_IN_A_ROW)
    return `${failures} invocations in a row failed${why}; it will not be invoked again.`
  return undefined
}
