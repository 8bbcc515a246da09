import { ColdstartError } from '../core/errors.ts'
import type { Target } from '../core/target.ts'

/**
 * Refuses a burst that the account cannot run at once: the requests beyond its concurrency would be throttled.
 * A provider gives the figure as the target's `accountConcurrency`, where it knows it.
 * @throws ColdstartError `bad-arguments` naming the largest burst there is
 */
export function checkBurst(burst: number, targets: readonly Target[]): void {
  for (const { id, details } of targets) {
    const most = details?.accountConcurrency
    if (typeof most !== 'number' || burst <= most) continue
    throw new ColdstartError('bad-arguments', {
      reason: `A burst of ${burst} is more than the ${most} invocations that the account of ${id} may run at once.`,
      suggestion: `--burst ${most}`,
    })
  }
}
