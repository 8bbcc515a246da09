import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Deadline } from '../../src/engine/deadline.ts'

let acted = 0
let deadline: Deadline
beforeEach(() => {
  vi.useFakeTimers()
  acted = 0
  deadline = new Deadline(() => {
    acted += 1
  })
})
afterEach(() => {
  vi.useRealTimers()
})

it('acts once, when its time is up', () => {
  deadline.set(100)
  vi.advanceTimersByTime(99)
  expect(acted).toBe(0)
  vi.advanceTimersByTime(1)
  expect(acted).toBe(1)
  vi.advanceTimersByTime(1000)
  expect(acted).toBe(1)
})

it('acts at the time that was set last, be it later or earlier', () => {
  deadline.set(100)
  vi.advanceTimersByTime(60)
  deadline.set(100)
  vi.advanceTimersByTime(99)
  expect(acted).toBe(0)
  vi.advanceTimersByTime(1)
  expect(acted).toBe(1)
  deadline.set(1000)
  deadline.set(10)
  vi.advanceTimersByTime(10)
  expect(acted).toBe(2)
  vi.advanceTimersByTime(2000)
  expect(acted).toBe(2)
})

it('does nothing once it is called off, until it is set again', () => {
  deadline.set(100)
  deadline.callOff()
  vi.advanceTimersByTime(50)
  deadline.set(70)
  vi.advanceTimersByTime(69)
  expect(acted).toBe(0)
  vi.advanceTimersByTime(1)
  expect(acted).toBe(1)
})

it('does not begin a timer for each time it is set, and leaves none once it is closed', () => {
  for (let index = 0; index < 1000; index++) {
    deadline.set(1000)
    deadline.callOff()
  }
  expect(vi.getTimerCount()).toBe(1)
  deadline.set(1000)
  deadline.close()
  expect(vi.getTimerCount()).toBe(0)
})

it('waits longer than timers of Node can', () => {
  const days = 24 * 60 * 60 * 1000
  deadline.set(30 * days)
  vi.advanceTimersByTime(29 * days)
  expect(acted).toBe(0)
  vi.advanceTimersByTime(days)
  expect(acted).toBe(1)
})
