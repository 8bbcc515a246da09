import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benchConfig } from '../../src/config/bench-config.ts'
import { describePlan } from '../../src/plan/describe-plan.ts'
import { makePlan } from '../../src/plan/make-plan.ts'
import { type Plan, sampleIdsOf } from '../../src/plan/plan.ts'
import type { ProviderLimits } from '../../src/providers/provider-limits.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'

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
const targets = ['a', 'b', 'c'].map((id) => scriptedTarget(id))

function plan(config: Record<string, unknown>, of = targets): Plan {
  return makePlan(benchConfig.parse(config), of, new Map([['scripted', limits]]))
}

function visitsOf(made: Plan) {
  return made.rounds.flatMap(({ visits }) => visits)
}

test('the same configuration, targets and seed give the same plan', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      (seed, cold, copies) => {
        const replicas = Array.from({ length: copies }, (_, replica) =>
          scriptedTarget(`f#${replica}`, { replica, group: 'f' }),
        )
        const config = { seed, cold, warm: 3 * cold, coldBy: 'idle,evict', idle: '1m,5m' }
        expect(plan(config, replicas)).toEqual(plan(config, replicas))
      },
    ),
    { numRuns: 50 },
  )
})

test('every function gets the cold and warm invocations that were asked for, in each way, whatever its replicas', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 8 }),
      (cold, warm, copies) => {
        const replicas = Array.from({ length: copies }, (_, replica) =>
          scriptedTarget(`f#${replica}`, { replica, group: 'f' }),
        )
        const visits = visitsOf(plan({ seed: 1, cold, warm, coldBy: 'idle,evict', idle: '1m,5m' }, replicas))
        expect(visits.reduce((sum, visit) => sum + visit.cold, 0)).toBe(3 * cold)
        expect(visits.reduce((sum, visit) => sum + visit.warm, 0)).toBe(3 * warm)
      },
    ),
    { numRuns: 100 },
  )
})

test('no sample id is planned twice', () => {
  const made = plan({ seed: 3, cold: 20, warm: 40, idle: '1m,5m', coldBy: 'idle,evict,burst', burst: 5 })
  const ids = visitsOf(made).flatMap(sampleIdsOf)
  expect(new Set(ids).size).toBe(ids.length)
  expect(made.invocations).toBe(ids.length)
})

test('each round visits every target once and has one way of getting cold; the order is rotated between rounds', () => {
  const { rounds } = plan({ seed: 3, cold: 20, warm: 0, idle: '1m,5m' })
  expect(rounds).toHaveLength(40)
  for (const { visits } of rounds) {
    expect(visits.map(({ target }) => target).toSorted()).toEqual(['a', 'b', 'c'])
    expect(new Set(visits.map(({ way }) => way?.plannedIdleMs)).size).toBe(1)
  }
  const orders = rounds.map(({ visits }) => visits.map(({ target }) => target).join(''))
  expect(new Set(orders).size).toBe(3)
  for (const order of orders) expect(`${orders[0]}${orders[0]}`).toContain(order)
})

test('the seed decides the order', () => {
  const orderOf = (seed: number) =>
    plan({ seed, cold: 1 })
      .rounds[0]?.visits.map(({ target }) => target)
      .join('')
  expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(orderOf)).size).toBeGreaterThan(2)
})

const fifty = Array.from({ length: 50 }, (_, index) => scriptedTarget(`t${index}`))

test('a round longer than a tenth of the idle period keeps its order, so that idle periods are even', () => {
  const { rounds } = plan({ seed: 3, cold: 5, warm: 0, idle: '60s' }, fifty)
  const orders = rounds.map(({ visits }) => visits.map(({ target }) => target).join(' '))
  expect(new Set(orders).size).toBe(1)
})

test('what idle periods become where the visits do not fit into them is in the estimate and in its description', () => {
  const short = plan({ seed: 3, cold: 5, warm: 0, idle: '2s' }, fifty)
  expect(short.estimate.idle).toEqual([{ plannedMs: 2000, longestMs: 49_000 }])
  expect(describePlan(short)).toMatch(/idle period of 2(\.0+)? s becomes up to 49(\.0)? s/)
  expect(describePlan(plan({ seed: 3, cold: 5, warm: 0, idle: '60s' }, fifty))).not.toContain('becomes')
})

test('eight replicas give forty cold starts at 15 minutes in 75 minutes of waiting, not ten hours', () => {
  const replicas = Array.from({ length: 8 }, (_, replica) =>
    scriptedTarget(`f#${replica}`, { replica, group: 'f' }),
  )
  const made = plan({ seed: 1, cold: 40, warm: 0, idle: '15m' }, replicas)
  expect(made.rounds).toHaveLength(5)
  expect(made.estimate.wallMs / 60_000).toBeGreaterThanOrEqual(75)
  expect(made.estimate.wallMs / 60_000).toBeLessThan(78)
})

test('what was deployed is visited once as first ever, before anything else', () => {
  const deployed = targets.map((target) => ({ ...target, deployment: 'd' }))
  const { rounds } = plan({ seed: 1, cold: 2, warm: 2 }, deployed)
  expect(rounds.map(({ visits }) => visits[0]?.way?.coldBy)).toEqual(['first', 'idle', 'idle'])
  expect(rounds[0]?.visits.map(({ warm }) => warm)).toEqual([0, 0, 0])
})

test('a target that was invoked before has no first invocation ever', () => {
  const own = targets.map((target) => ({ ...target, deployment: 'd', facts: { freshlyDeployed: false } }))
  const { rounds } = plan({ seed: 1, cold: 2, warm: 2 }, own)
  expect(rounds.map(({ visits }) => visits[0]?.way?.coldBy)).toEqual(['idle', 'idle'])
})

test('a burst larger than the account may run at once is refused with the largest there is', () => {
  const small = targets.map((target) => ({ ...target, facts: { accountConcurrency: 10 } }))
  expect(() => plan({ cold: 11, coldBy: 'burst', burst: 11 }, small)).toThrow(/more than the 10 invocations/)
  expect(plan({ cold: 10, coldBy: 'burst', burst: 10 }, small).rounds[0]?.visits[0]?.cold).toBe(10)
})

test('without an idle period the longest that is usual on the platforms is taken', () => {
  expect(plan({ cold: 1 }).rounds[0]?.visits[0]?.way).toEqual({ coldBy: 'idle', plannedIdleMs: 600_000 })
})

test('warm alone needs no cold start', () => {
  const visits = visitsOf(plan({ cold: 0, warm: 25 }))
  expect(visits.every(({ cold, way }) => cold === 0 && way === undefined)).toBe(true)
  expect(visits.filter(({ target }) => target === 'a').reduce((sum, { warm }) => sum + warm, 0)).toBe(25)
})

test('a burst without a size is refused', () => {
  expect(() => plan({ coldBy: 'burst' })).toThrow(expect.objectContaining({ code: 'bad-arguments' }))
})

test('the estimate counts requests, deploys, evictions, quota and dollars', () => {
  const deployed = [0, 1].map((replica) =>
    scriptedTarget(`f#${replica}`, { replica, group: 'f', deployment: 'd', memoryMb: 512 }),
  )
  const { estimate } = plan({ cold: 10, warm: 20, coldBy: 'evict' }, deployed)
  expect(estimate.requests).toBe(32)
  const [own] = estimate.providers
  expect(own).toMatchObject({
    requests: 32,
    deploys: 1,
    evictions: 5,
    quotas: [{ used: 1, most: 100 }],
    pricesAsOf: '2026-10-01',
  })
  const gbSeconds = 0.5 * (12 * 1 + 20 * 0.1)
  expect(own?.dollars).toBeCloseTo((32 * 0.2) / 1e6 + gbSeconds * 0.0000166667, 12)
})

test('a function of the user’s own that was there before has no first invocation', () => {
  const own = [scriptedTarget('a', { deployment: 'd', facts: { freshlyDeployed: false } })]
  expect(visitsOf(plan({ cold: 2, warm: 2, coldBy: 'evict' }, own)).map(({ way }) => way?.coldBy)).toEqual([
    'evict',
    'evict',
  ])
})

test('where only first invocations are wanted, they have the warm ones', () => {
  const deployed = [1, 2].map((replica) =>
    scriptedTarget(`f#${replica}`, { replica, group: 'f', deployment: 'd' }),
  )
  const visits = visitsOf(plan({ cold: 2, warm: 6, coldBy: 'first' }, deployed))
  expect(visits.map(({ way, cold, warm }) => ({ by: way?.coldBy, cold, warm }))).toEqual([
    { by: 'first', cold: 1, warm: 3 },
    { by: 'first', cold: 1, warm: 3 },
  ])
})

test.each([{ cold: 0, warm: 0 }, { coldBy: 'first' }])(
  '%j of a target that runs already is refused',
  (config) => {
    expect(() => plan(config)).toThrow(expect.objectContaining({ code: 'bad-arguments', exitCode: 2 }))
  },
)

test('warm invocations are spread over the bursts, and none is lost', () => {
  const visits = visitsOf(plan({ cold: 20, warm: 7, coldBy: 'burst', burst: 5, idle: '1m' }))
  const own = visits.filter(({ target }) => target === 'a')
  expect(own).toHaveLength(4)
  expect(own.reduce((sum, { warm }) => sum + warm, 0)).toBe(7)
})

test('more invocations than a plan may have are refused before they are planned, with the figures', () => {
  const many = { cold: 100_000, warm: 100_000, idle: '1s,2s', coldBy: 'idle' }
  expect(() => plan(many)).toThrow(/1200003 invocations \(3 functions, 2 ways .*; a plan has 1000000 at most/)
})

test('a burst on the engine says what it takes of the memory', () => {
  const local = targets.map((target) => ({ ...target, platform: 'local' as const }))
  const text = describePlan(plan({ cold: 50, warm: 0, coldBy: 'burst', burst: 50, idle: '1s' }, local))
  expect(text).toMatch(/a burst runs 50 environments at once, about 2.1 GB/)
})
