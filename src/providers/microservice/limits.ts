import type { ProviderLimits } from '../provider-limits.ts'

/**
 * What holding a small always-on service costs: Fargate, us-east-1, Linux on x86_64, its smallest task, without the load
 * balancer, address and logs that it may need. Read from a price guide that repeats AWS's list of March 2026, since AWS
 * draws its table by script. The example on AWS's own page (https://aws.amazon.com/ecs/pricing/, as quoted 2026-09-20)
 * has the same price of CPU, $0.000011244 a vCPU-second; that of memory is the guide's alone.
 */
export const servicePrices = {
  asOf: '2026-04-01',
  source: 'https://cloudburn.io/blog/aws-fargate-pricing',
  what: 'the smallest Fargate task, 0.25 vCPU and 0.5 GB',
  perHour: 0.25 * 0.04048 + 0.5 * 0.004445,
} as const

/** It is never gone, so there is nothing to wait for; a request costs nothing beside holding it. */
export const microserviceLimits: ProviderLimits = {
  parallelColds: 1,
  usualIdleMs: 100,
  neverCold: true,
  prices: { ...servicePrices, perMillionRequests: 0, perGbSecond: 0 },
}
