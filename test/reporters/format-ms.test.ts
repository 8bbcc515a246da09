import { describe, expect, it } from 'vitest'
import { formatInterval, formatMs } from '../../src/reporters/format-ms.ts'

describe('formatMs', () => {
  it.each([
    [0, '0.00'],
    [0.002, '<0.01'],
    [0.424, '0.42'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [99.94, '99.9'],
    [99.96, '100'],
    [1432.4, '1432'],
    [-61.24, '-61.2'],
  ])('%d ms is written %s', (ms, text) => expect(formatMs(ms)).toBe(text))
})

describe('formatInterval', () => {
  it('shows a bound that is not attainable as a question mark', () => {
    expect(formatInterval(58.1, undefined)).toBe('58.1–?')
  })
})
