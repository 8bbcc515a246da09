import { expect, it } from 'vitest'
import { epochOffset } from '../../src/probe/wall-clock.ts'

const EPOCH = 1_800_000_000_000

it('is the process’s time origin while the wall clock agrees with it', () => {
  expect(
    epochOffset(
      () => 5000.75,
      () => EPOCH + 5001,
      EPOCH + 0.4,
    ),
  ).toBe(EPOCH + 0.4)
})

it.each([
  ['was stepped back an hour', -3_600_000],
  ['ran on while the machine slept', 600_000],
  ['was slewed by three milliseconds', 3],
])('follows the wall clock when it %s', (_what, driftMs) => {
  const offset = epochOffset(
    () => 5000.75,
    () => EPOCH + 5001 + driftMs,
    EPOCH + 0.4,
  )
  expect(Math.abs(offset - (EPOCH + 0.4 + driftMs))).toBeLessThanOrEqual(0.65)
})
