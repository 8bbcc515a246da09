import { benchConfig } from '../../../src/config/bench-config.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import type { ProviderLimits } from '../../../src/providers/provider-limits.ts'
import { scriptedTarget } from '../../support/scripted-platform.ts'

function day(noun: string, most: number) {
  return { asOf: '2026-10-01', source: 'https://quotas.test', noun, perDeploy: 1, most, per: 'day' as const }
}

const limits: ProviderLimits = {
  parallelColds: 10,
  usualIdleMs: 600_000,
  quotas: [{ ...day('deployments', 100), plan: 'Hobby' }],
  prices: {
    asOf: '2026-10-01',
    source: 'https://prices.test',
    perMillionRequests: 0.2,
    perGbSecond: 0.0000166667,
  },
}
export const targets = ['a', 'b', 'c'].map((id) => scriptedTarget(id))

export function plan(config: Record<string, unknown>, of = targets): Plan {
  return makePlan(benchConfig.parse(config), of, new Map([['scripted', limits]]))
}

export function visitsOf(made: Plan) {
  return made.rounds.flatMap(({ visits }) => visits)
}
