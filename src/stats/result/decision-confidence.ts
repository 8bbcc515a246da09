import type { Result } from '../../core/result.ts'

/** Of a run that was cut off before it came to a look, or between two. */
const STRICTEST = 0.99999

/**
 * The confidence of intervals that decide, in a run that looked at itself to decide when to end; undefined in any other,
 * whose intervals are the usual ones of 95 %.
 */
export function decisionConfidence({ config, run }: Pick<Result, 'config' | 'run'>): number | undefined {
  return config.untilDecided === true ? (run.decision?.confidence ?? STRICTEST) : undefined
}
