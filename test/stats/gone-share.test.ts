import { expect, it } from 'vitest'
import { goneAtLeast, looksToShow } from '../../src/stats/gone-share.ts'

it('20 of 20 looks show 86 %, and 59 are the fewest that show 95 %', () => {
  expect(goneAtLeast(20, 20)).toBeCloseTo(0.05 ** (1 / 20), 10)
  expect(goneAtLeast(20, 20)).toBeCloseTo(0.861, 3)
  expect(looksToShow(0.95)).toBe(59)
  expect(goneAtLeast(58, 58)).toBeLessThan(0.95)
  expect(goneAtLeast(59, 59)).toBeGreaterThan(0.95)
})

it('a look that met a live one lowers it, and none gone shows nothing', () => {
  // R: binom.test(19, 20, alternative = "greater")$conf.int[1] = 0.7838938
  expect(goneAtLeast(19, 20)).toBeCloseTo(0.7838938, 5)
  expect(goneAtLeast(0, 20)).toBe(0)
})
