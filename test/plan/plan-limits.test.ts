import { expect, test } from 'vitest'
import { describePlan } from '../../src/plan/describe-plan.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { plan, targets } from './support/plan-of.ts'

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

test('a burst larger than the account may run at once is refused with the largest there is', () => {
  const small = targets.map((target) => ({ ...target, facts: { accountConcurrency: 10 } }))
  expect(() => plan({ cold: 11, coldBy: 'burst', burst: 11 }, small)).toThrow(/more than the 10 invocations/)
  expect(plan({ cold: 10, coldBy: 'burst', burst: 10 }, small).rounds[0]?.visits[0]?.cold).toBe(10)
})

test('without an idle period the longest that is usual on the platforms is taken', () => {
  expect(plan({ cold: 1 }).rounds[0]?.visits[0]?.way).toEqual({ coldBy: 'idle', plannedIdleMs: 600_000 })
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

test.each([{ cold: 0, warm: 0 }, { coldBy: 'first' }])(
  '%j of a target that runs already is refused',
  (config) => {
    expect(() => plan(config)).toThrow(expect.objectContaining({ code: 'bad-arguments', exitCode: 2 }))
  },
)

test('more invocations than a plan may have are refused before they are planned, with the figures', () => {
  const many = { cold: 100_000, warm: 100_000, idle: '1s,2s', coldBy: 'idle' }
  expect(() => plan(many)).toThrow(/1200003 invocations \(3 functions, 2 ways .*; a plan has 1000000 at most/)
})

test('a burst on the engine says what it takes of the memory', () => {
  const local = targets.map((target) => ({ ...target, platform: 'local' as const }))
  const text = describePlan(plan({ cold: 50, warm: 0, coldBy: 'burst', burst: 50, idle: '1s' }, local))
  expect(text).toMatch(/a burst runs 50 environments at once, about 2.1 GB/)
})
