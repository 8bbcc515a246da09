import type { Sample } from '../../src/core/sample.ts'

/** A plain warm sample; give what the test is about. */
export function sampleWith(given: Partial<Sample> = {}): Sample {
  return {
    id: '0.a.warm1',
    target: 'a',
    round: 0,
    intended: 'warm',
    observed: 'warm',
    evidence: 'instance',
    startedAt: '2026-11-23T00:00:00.000Z',
    connection: 'fresh',
    phases: { waitMs: 5, totalMs: 6 },
    ...given,
  }
}
