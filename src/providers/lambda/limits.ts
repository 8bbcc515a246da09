import type { KnownRegions } from '../known-regions.ts'
import type { Prices, ProviderLimits } from '../provider-limits.ts'

/** us-east-1, x86_64, first tier; since 2025-08-01 the initialisation is billed too. */
export const lambdaPrices: Prices = {
  asOf: '2026-10-08',
  source: 'https://aws.amazon.com/lambda/pricing/',
  perMillionRequests: 0.2,
  perGbSecond: 0.0000166667,
  note: 'arm64 costs a fifth less; the first 1 M requests and 400,000 GB-s of a month are free',
}

/** What Lambda allows, runs and charges. */
export const lambdaLimits = {
  // A new account may run ten at once; the deployment's own figure is in each target's facts.
  parallelColds: 10,
  usualIdleMs: 10 * 60_000,
  // Lambda's own default is 128 MB, in which Node starts several times slower than any other platform's.
  memory: { defaultMb: 1024, anyUpToMb: 3008, sizes: { least: 128, most: 10_240 } },
  runtimes: {
    asOf: '2026-11-28',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    node: [
      { major: 24, ends: '2028-06-01' },
      { major: 22, ends: '2027-06-01' },
      { major: 20, ends: '2026-06-01' },
      { major: 18, ends: '2025-10-01' },
    ],
    mayBeNewer: true,
  },
  prices: lambdaPrices,
} satisfies ProviderLimits

/** What invocations cost in dollars, at list price. @param billedMs of all invocations together */
export function invocationCost(invocations: number, billedMs: number, memoryMb: number): number {
  const requests = (invocations / 1e6) * lambdaPrices.perMillionRequests
  return requests + (billedMs / 1000) * (memoryMb / 1024) * lambdaPrices.perGbSecond
}

/** Those of the partitions aws, aws-cn, aws-us-gov and aws-eusc, as @aws-sdk/core 3.981 has them. */
export const lambdaRegions: KnownRegions = {
  asOf: '2026-11-28',
  source: 'https://docs.aws.amazon.com/general/latest/gr/lambda-service.html',
  names: `
    af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
    ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
    ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2
    eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1
    sa-west-1 us-east-1 us-east-2 us-west-1 us-west-2 cn-north-1 cn-northwest-1 eusc-de-east-1
    us-gov-east-1 us-gov-west-1`
    .trim()
    .split(/\s+/),
}
