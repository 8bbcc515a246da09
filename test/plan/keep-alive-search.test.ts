import { expect, test } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { type KeepAliveSettings, type Looks, nextIdleToTry } from '../../src/plan/keep-alive-search.ts'

const minute = 60_000
const settings: KeepAliveSettings = { fromMs: minute, maxMs: 120 * minute, precision: 1.25, looks: 16 }

/** Searches with 8 replicas whose lifetimes are drawn anew at each look; gives the periods tried. */
function search(lifetime: () => number, limits = settings): { tried: number[]; looks: Looks[] } {
  const looks = new Map<number, { alive: number; gone: number }>()
  const tried: number[] = []
  for (;;) {
    const list = [...looks].map(([idleMs, count]) => ({ idleMs, ...count }))
    const idleMs = nextIdleToTry(list, limits)
    if (idleMs === undefined || tried.length > 100) return { tried, looks: list }
    tried.push(idleMs)
    const count = looks.get(idleMs) ?? { alive: 0, gone: 0 }
    for (let replica = 0; replica < 8; replica++) {
      if (lifetime() > idleMs) count.alive++
      else count.gone++
    }
    looks.set(idleMs, count)
  }
}

test('a fixed keep-alive time is bracketed within the precision, with few periods', () => {
  for (const keepAlive of [5 * minute, 7.3 * minute, 44 * minute]) {
    const { tried, looks } = search(() => keepAlive)
    const longestAlive = Math.max(...looks.filter(({ alive }) => alive > 0).map(({ idleMs }) => idleMs))
    const shortestGone = Math.min(...looks.filter(({ gone }) => gone > 0).map(({ idleMs }) => idleMs))
    expect(longestAlive).toBeLessThan(keepAlive)
    expect(shortestGone).toBeGreaterThanOrEqual(keepAlive)
    expect(shortestGone / longestAlive).toBeLessThanOrEqual(1.25)
    expect(tried.length).toBeLessThanOrEqual(12)
  }
})

test('lifetimes that vary end in a period after which 95 % of enough looks were gone', () => {
  const random = seededRandom(5)
  const { tried, looks } = search(() => (5 + 10 * random()) * minute)
  const last = looks.find(({ idleMs }) => idleMs === tried.at(-1))
  expect((last?.alive ?? 0) + (last?.gone ?? 0)).toBeGreaterThanOrEqual(16)
  expect((last?.gone ?? 0) / 16).toBeGreaterThanOrEqual(0.95)
  expect(tried.at(-1)).toBeGreaterThan(10 * minute)
  expect(tried.length).toBeLessThan(30)
})

test('instances that outlive the longest period end the search there', () => {
  const { tried } = search(() => Number.POSITIVE_INFINITY)
  expect(tried.map((ms) => ms / minute)).toEqual([1, 2, 4, 8, 16, 32, 64, 120])
})

test('instances that are gone at once are looked for at shorter periods, but not for ever', () => {
  const { tried } = search(() => 0)
  expect(tried.slice(0, 3)).toEqual([60_000, 30_000, 15_000])
  expect(tried.length).toBeLessThan(12)
})

test('periods of a millisecond do not stop the search from moving on', () => {
  const { tried } = search(() => 1.5, { ...settings, fromMs: 4, maxMs: 50 })
  expect(tried.length).toBeLessThan(20)
})
