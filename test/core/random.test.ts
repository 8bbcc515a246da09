import { describe, expect, it } from 'vitest'
import { seededRandom, shuffled } from '../../src/core/random.ts'
import { fc } from '../support/properties.ts'

describe('seededRandom', () => {
  it('gives the published values of Mulberry32', () => {
    const zero = seededRandom(0)
    expect([zero(), zero(), zero()]).toEqual([0.26642920868471265, 0.0003297457005828619, 0.2232720274478197])
    expect(seededRandom(42)()).toBe(0.6011037519201636)
  })

  it('gives the same numbers for the same seed, within [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [a, b] = [seededRandom(seed), seededRandom(seed)]
        for (let i = 0; i < 20; i++) {
          const value = a()
          expect(value).toBe(b())
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThan(1)
        }
      }),
    )
  })
})

describe('shuffled', () => {
  it('gives the same items in an order that the seed alone decides, and leaves the original alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const copy = [...items]
        const once = shuffled(items, seededRandom(seed))
        expect(items).toEqual(copy)
        expect(once).toEqual(shuffled(items, seededRandom(seed)))
        expect([...once].sort()).toEqual([...items].sort())
      }),
    )
  })

  it('has no favourite order', () => {
    const random = seededRandom(7)
    const counts = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const order = shuffled(['a', 'b', 'c', 'd'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    // Chi-square with 23 degrees of freedom: 49.7 at 0.1 %.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(counts.size).toBe(24)
    expect(chiSquare).toBeLessThan(49.7)
  })
})
