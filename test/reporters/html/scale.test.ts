import { describe, expect, it } from 'vitest'
import { linearScale, logScale } from '../../../src/reporters/html/scale.ts'
import { fc } from '../../support/properties.ts'

describe('a logarithmic axis', () => {
  it('has its ticks at round figures, in order, where labels do not touch', () => {
    expect(logScale([1.2, 480], 40, 468).ticks.map(({ label }) => label)).toEqual([
      '2',
      '5',
      '10',
      '20',
      '50',
      '100',
      '200',
      '500',
    ])
  })

  it('keeps every value and tick inside, ascending', () => {
    const positive = fc.double({ min: 1e-3, max: 1e7, noNaN: true })
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1, maxLength: 20 }), (values) => {
        const scale = logScale(values, 40, 468)
        for (const value of values) {
          expect(scale.at(value)).toBeGreaterThanOrEqual(40)
          expect(scale.at(value)).toBeLessThanOrEqual(468)
        }
        const places = scale.ticks.map(({ value }) => scale.at(value))
        expect(places).toEqual([...places].sort((a, b) => a - b))
        expect(places.length).toBeGreaterThanOrEqual(2)
      }),
    )
  })

  it('has an axis also where nothing is positive', () => {
    expect(logScale([0, 0], 0, 100).ticks.map(({ value }) => value)).not.toContain(Number.NaN)
  })
})

describe('a linear axis', () => {
  it('begins at 0 and has about five round ticks', () => {
    expect(linearScale(187, 0, 100).ticks.map(({ label }) => label)).toEqual(['0', '50', '100', '150'])
    expect(linearScale(0, 0, 100).ticks.map(({ value }) => value)[0]).toBe(0)
  })
})
