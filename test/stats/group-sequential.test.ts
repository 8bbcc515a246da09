import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { confidenceByLook, decisionLooks, spentAt } from '../../src/stats/group-sequential.ts'
import { normalQuantile } from '../../src/stats/normal-distribution.ts'

const boundOf = (confidence: number) => normalQuantile((1 + confidence) / 2)

describe('the looks of a run that goes on until its budgets are decided', () => {
  it('begin where an interval exists, or where the user wants them, and end with the longest run', () => {
    expect(decisionLooks(1, 20)).toEqual([6, 8, 10, 12, 14, 16, 18, 20])
    expect(decisionLooks(10, 200).slice(0, 8)).toEqual([10, 12, 14, 16, 18, 20, 25, 30])
    expect(decisionLooks(10, 200).at(-1)).toBe(200)
    expect(decisionLooks(50, 4)).toEqual([4])
    expect(decisionLooks(10, 100_000).length).toBeLessThan(50)
  })

  it('spend no more than 5 %, and nearly all of it late', () => {
    expect(spentAt(1)).toBe(0.05)
    expect(spentAt(0.1)).toBeLessThan(0.0001)
  })

  it('with one look are the usual interval of 95 %', () => {
    expect(confidenceByLook([40])[0]).toBeCloseTo(0.95, 9)
  })

  it('with five looks have the bounds that a seeded walk of 200,000 steps crosses as often as they may', () => {
    const looks = [40, 80, 120, 160, 200]
    const bounds = confidenceByLook(looks).map(boundOf)
    const random = seededRandom(1)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const runs = 40_000
    const crossed = looks.map(() => 0)
    for (let run = 0; run < runs; run++) {
      let at = 0
      for (const [look, bound] of bounds.entries()) {
        at += normal()
        if (Math.abs(at / Math.sqrt(look + 1)) <= bound) continue
        for (let later = look; later < looks.length; later++) crossed[later] = (crossed[later] ?? 0) + 1
        break
      }
    }
    for (const [look, count] of crossed.entries()) {
      const may = spentAt((look + 1) / 5)
      expect(Math.abs(count / runs - may)).toBeLessThan(4 * Math.sqrt(may / runs))
    }
  })
})
