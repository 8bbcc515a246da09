import type { ProviderLimits } from '../provider-limits.ts'

/**
 * What a Worker has and may take: 128 MB, 1 s to start, and of CPU a request 10 ms on the free plan and at most 5 min on
 * the paid one. Nobody may choose a size.
 * https://developers.cloudflare.com/workers/platform/limits/ and …/platform/pricing/, stored copies read on 2026-11-28
 */
export const cloudflareLimits = {
  // A new version makes every isolate of a script new.
  parallelColds: 10,
  // Cloudflare publishes none, and isolates share processes that live for days.
  usualIdleMs: 15 * 60_000,
  evictionIsDeploy: true,
  prices: {
    asOf: '2026-11-28',
    source: 'https://developers.cloudflare.com/workers/platform/pricing/',
    perMillionRequests: 0.3,
    perGbSecond: 0,
    note: 'CPU is billed at $0.02 a million ms beyond 30 million a month.',
  },
} satisfies ProviderLimits
