import type { Prices, ProviderLimits } from '../provider-limits.ts'

/** us-east-1, x86_64, first tier; since 2025-08-01 the initialisation is billed too. */
export const lambdaPrices: Prices = {
  asOf: '2026-10-08',
  source: 'https://aws.amazon.com/lambda/pricing/',
  perMillionRequests: 0.2,
  perGbSecond: 0.0000166667,
  note: 'arm64 costs a fifth less; the first 1 M requests and 400,000 GB-s of a month are free',
}

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
