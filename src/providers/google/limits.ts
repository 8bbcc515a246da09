import type { KnownRegions } from '../known-regions.ts'
import type { ProviderLimits } from '../provider-limits.ts'

/** Highest number of instances of one function, and so of cold starts at once. */
export const MAX_INSTANCES = 10

/** What Google Cloud allows, runs and charges. */
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

/** Where Cloud Run is, on which functions are. */
export const googleRegions: KnownRegions = {
  asOf: '2026-11-28',
  source: 'https://cloud.google.com/run/docs/locations',
  names: `
    africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1
    asia-south2 asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2
    europe-central2 europe-north1 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4
    europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 me-central1 me-central2 me-west1
    northamerica-northeast1 northamerica-northeast2 southamerica-east1 southamerica-west1 us-central1
    us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4`
    .trim()
    .split(/\s+/),
}
