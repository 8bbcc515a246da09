import type { KnownRegions } from '../known-regions.ts'
import type { ProviderLimits } from '../provider-limits.ts'

/** Standard and performance: the memory of a function is a setting of its project, and Hobby has the first only. */
export const MEMORY_TYPES: Readonly<Record<number, string>> = { 2048: 'standard', 4096: 'performance' }

/** What Vercel allows, runs and charges. */
export const vercelLimits = {
  // One new version makes every replica cold; Hobby takes 12 functions in a deployment.
  parallelColds: 10,
  // Vercel publishes none.
  usualIdleMs: 15 * 60_000,
  memory: { defaultMb: 2048, sizes: { only: [2048, 4096] } },
  runtimes: {
    asOf: '2026-10-08',
    source: 'https://vercel.com/docs/functions/runtimes/node-js/node-js-versions',
    node: [{ major: 24 }, { major: 22 }, { major: 20, ends: '2026-10-01' }],
  },
  evictionIsDeploy: true,
  quotas: [
    {
      asOf: '2026-09-01',
      source: 'https://vercel.com/docs/limits',
      noun: 'deployments',
      perDeploy: 1,
      most: 100,
      per: 'day',
      plan: 'Hobby',
      larger: 'Pro has 6,000',
    },
  ],
  prices: {
    asOf: '2026-10-08',
    source: 'https://vercel.com/docs/functions/usage-and-pricing',
    perMillionRequests: 0.6,
    // iad1, 2 GB with 1 vCPU: $0.0106 a GB-hour, and $0.128 a CPU-hour spread over 2 GB.
    perGbSecond: (0.0106 + 0.128 / 2) / 3600,
    note: 'CPU is billed while code runs.',
  },
} satisfies ProviderLimits

/** Where functions can run. */
export const vercelRegions: KnownRegions = {
  asOf: '2026-11-28',
  source: 'https://vercel.com/docs/regions',
  names: `
    arn1 bom1 cdg1 cle1 cpt1 dub1 dxb1 fra1 gru1 hkg1 hnd1 iad1 icn1 kix1 lhr1 pdx1 sfo1 sin1 syd1 yul1`
    .trim()
    .split(/\s+/),
}
