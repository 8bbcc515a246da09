import type { ProviderLimits } from '../provider-limits.ts'

/** Highest number of instances of one function, and so of cold starts at once. */
export const MAX_INSTANCES = 10

export const googleLimits = {
  parallelColds: MAX_INSTANCES,
  usualIdleMs: 15 * 60_000,
  memory: { defaultMb: 256, anyUpToMb: 32_768 },
  runtimes: {
    asOf: '2026-11-28',
    source: 'https://docs.cloud.google.com/run/docs/runtimes/function-runtimes',
    node: [
      { major: 22, ends: '2027-10-31' },
      { major: 24, ends: '2028-10-31' },
      { major: 20, ends: '2026-10-30' },
      { major: 18, ends: '2025-10-30' },
    ],
    mayBeNewer: true,
  },
  // Request-based billing in Tier 1 regions. A function of 1 GB has 0.583 vCPU unless told otherwise, so a
  // GB-second costs 0.0000025 (memory) + 0.583 × 0.000024 (CPU).
  prices: {
    asOf: '2026-10-04',
    source: 'https://cloud.google.com/run/pricing',
    perMillionRequests: 0.4,
    perGbSecond: 0.0000165,
    note: 'Each deployment also uses Cloud Build minutes and keeps an image in Artifact Registry; both have free shares.',
  },
} satisfies ProviderLimits
