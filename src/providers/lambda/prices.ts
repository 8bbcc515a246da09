import type { Prices } from '../provider.ts'

/** us-east-1, x86_64, first tier; since 2025-08-01 the initialisation is billed too. */
export const lambdaPrices: Prices = {
  asOf: '2026-10-08',
  source: 'https://aws.amazon.com/lambda/pricing/',
  perMillionRequests: 0.2,
  perGbSecond: 0.0000166667,
  note: 'arm64 costs a fifth less; the first 1 M requests and 400,000 GB-s of a month are free',
}

/** What invocations cost in dollars, at list price. @param billedMs of all invocations together */
export function invocationCost(invocations: number, billedMs: number, memoryMb: number): number {
  const requests = (invocations / 1e6) * lambdaPrices.perMillionRequests
  return requests + (billedMs / 1000) * (memoryMb / 1024) * lambdaPrices.perGbSecond
}
