import type { Result } from '../../src/core/result.ts'
import { result as resultSchema } from '../../src/core/result.ts'
import type { ColdSummary, Distribution, Summary } from '../../src/core/summary.ts'

/** A cold summary of ten samples, any part of which a test may replace. */
export function coldSummaryOf(wait: Distribution, changes: Partial<ColdSummary> = {}): ColdSummary {
  return {
    coldBy: 'idle',
    plannedIdleMs: 400,
    intended: 10,
    observed: 10,
    prewarmed: 0,
    alive: 0,
    unknown: 0,
    errors: 0,
    inferred: 0,
    wait,
    ...changes,
  }
}

/** One summary of a local target, any part of which a test may replace. */
export function summaryOf(changes: Partial<Summary> = {}): Summary {
  return {
    target: 'lambda',
    provider: 'local',
    platform: 'local',
    cold: [
      coldSummaryOf(
        {
          n: 10,
          minMs: 55.1,
          p50Ms: 61.24,
          maxMs: 70.1,
          p50Interval: { lower: 58.1, upper: 66, coverage: 0.979 },
          refused: { p95Ms: 'needs 20 samples, has 10', p99Ms: 'needs 100 samples, has 10' },
        },
        { breakdown: { platformMs: 10.2, bootMs: 45, loadMs: 4.04, handlerMs: 2 } },
      ),
    ],
    warm: {
      n: 30,
      instances: 10,
      minMs: 1.1,
      p50Ms: 1.42,
      p95Ms: 2.1,
      maxMs: 3,
      p50Interval: { lower: 1.3, upper: 1.6, coverage: 0.979 },
    },
    unplannedCold: 0,
    penalties: [{ coldBy: 'idle', plannedIdleMs: 400, medianDifferenceMs: 59.82 }],
    roundTripMs: 0.1,
    invocations: 40,
    unknown: 0,
    errors: {},
    ...changes,
  }
}

/** A result document that satisfies the published schema. */
export function resultOf(changes: Partial<Result> = {}): Result {
  return resultSchema.parse({
    schemaVersion: 2,
    tool: { name: 'coldstart', version: '0.0.0' },
    run: { id: '2026-11-23T154200-abcd', startedAt: '2026-11-23T15:42:00.000Z', status: 'finished', seed: 1 },
    environment: { node: 'v20.20.2', os: 'linux 6.1', arch: 'x64', cpu: 'test', cpus: 2, memoryMb: 1024 },
    config: {},
    targets: [{ id: 'lambda', provider: 'local', platform: 'local', url: 'http://127.0.0.1:1/' }],
    metric: 'waitMs',
    summaries: [summaryOf()],
    comparisons: [],
    budgets: [],
    warnings: [],
    waits: [],
    samples: [],
    ...changes,
  })
}
