import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from '../../src/core/duration.ts'
import { fc } from '../support/properties.ts'

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0.0', 0],
    ['1.5ms', 1.5],
    ['1500ms', 1500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['15min', 900_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    [' 5 M ', 300_000],
  ])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', 'm', '-5s', '5 minutes', '5m!', '1e3', 'NaN', 'Infinity', '5m x', '٥m'])(
    'refuses %j with examples',
    (text) => {
      expect(() => parseDuration(text)).toThrow(
        expect.objectContaining({ code: 'bad-duration', exitCode: 2, hint: expect.stringContaining('15m') }),
      )
    },
  )

  it.each(['5', '1500', '1.5', ' 5 '])('refuses %j, which has no unit, and names the units', (text) => {
    expect(() => parseDuration(text)).toThrow(
      expect.objectContaining({
        code: 'bad-duration',
        message: `"${text.trim()}" has no unit.`,
        hint: expect.stringContaining(`${text.trim()}ms, ${text.trim()}s, ${text.trim()}m`),
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0.0 ms'],
    [8.04, '8.0 ms'],
    [9.96, '10 ms'],
    [87.3, '87 ms'],
    [999.7, '1.00 s'],
    [1430, '1.43 s'],
    [9996, '10.0 s'],
    [59_999, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_599_700, '1 h 00 m'],
    [4_800_000, '1 h 20 m'],
    [90_000_000, '25 h 00 m'],
  ])('writes %d ms as %j', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('never shows a unit that is full, and never an order of its own', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        const text = formatDuration(ms)
        expect(text).not.toMatch(/\b1000 ms|\b60(\.0)? s|\b60 m\b/)
        const shown = parseDuration(text)
        const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0
        const smallest = { ms: 1, s: 1000, m: 60_000 }[/(\w+)$/.exec(text)?.[1] ?? ''] ?? Number.NaN
        const unit = smallest / 10 ** decimals
        expect(Math.abs(shown - ms)).toBeLessThanOrEqual(unit / 2 + 1e-6)
      }),
      { examples: [[60]] },
    )
  })
})
