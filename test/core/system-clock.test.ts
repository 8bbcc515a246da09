import { describe, expect, it } from 'vitest'
import { isoNow } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { createFakeClock } from '../support/fake-clock.ts'

describe('the clock of the machine', () => {
  it('never returns from a sleep before its time', async () => {
    for (const ms of [0, 1, 5, 20]) {
      const before = systemClock.monotonicMs()
      await systemClock.sleep(ms)
      expect(systemClock.monotonicMs() - before).toBeGreaterThanOrEqual(ms)
    }
  })

  it('does not begin to sleep for a signal that has fired', async () => {
    await expect(systemClock.sleep(1e12, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
  })

  it('wakes at once when the signal fires, with its reason, however long it was to sleep', async () => {
    const controller = new AbortController()
    // Longer than a timer of Node's can be (2^31 − 1 ms), which would otherwise fire at once.
    const sleeping = systemClock.sleep(2 ** 40, controller.signal)
    const still = Symbol('still asleep')
    expect(await Promise.race([sleeping, systemClock.sleep(20).then(() => still)])).toBe(still)
    controller.abort(new Error('stop'))
    await expect(sleeping).rejects.toThrow('stop')
  })

  it('tells the time of the wall', () => {
    const before = Date.now()
    const now = systemClock.wallMs()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })
})

it('stamps are ISO 8601 in UTC', () => {
  expect(isoNow(createFakeClock(Date.UTC(2026, 10, 23, 15, 42)))).toBe('2026-11-23T15:42:00.000Z')
})
