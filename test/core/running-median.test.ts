import { expect, test } from 'vitest'
import { RunningMedian } from '../../src/core/running-median.ts'
import { fc } from '../support/properties.ts'

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] as number) + (sorted[Math.ceil(at)] as number)) / 2
}

test('after every value it is the median of all values so far', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 60 }), (values) => {
      const running = new RunningMedian()
      expect(running.value).toBeUndefined()
      for (const [index, value] of values.entries()) {
        running.add(value)
        expect(running.count).toBe(index + 1)
        expect(running.value).toBe(medianOf(values.slice(0, index + 1)))
      }
    }),
  )
})
