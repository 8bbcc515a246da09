import { expect, test } from 'vitest'
import { sampleIdsOf } from '../../src/plan/plan.ts'
import { fc } from '../support/properties.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { plan, targets, visitsOf } from './support/plan-of.ts'

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

test('warm alone needs no cold start', () => {
  const visits = visitsOf(plan({ cold: 0, warm: 25 }))
  expect(visits.every(({ cold, way }) => cold === 0 && way === undefined)).toBe(true)
  expect(visits.filter(({ target }) => target === 'a').reduce((sum, { warm }) => sum + warm, 0)).toBe(25)
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

test('warm invocations are spread over the bursts, and none is lost', () => {
  const visits = visitsOf(plan({ cold: 20, warm: 7, coldBy: 'burst', burst: 5, idle: '1m' }))
  const own = visits.filter(({ target }) => target === 'a')
  expect(own).toHaveLength(4)
  expect(own.reduce((sum, { warm }) => sum + warm, 0)).toBe(7)
})
