import { expect, it } from 'vitest'
import { DutyGroup } from '../../../src/engine/cpu/duty-group.ts'

/** A group that uses `busyCores` of the CPU whenever it runs; timers are late by `lateMs`. */
function simulate(vcpus: number, busyCores: number, { lateMs = 0.2, saysUsed = true, cores = 2 } = {}) {
  const signals: string[] = []
  let [nowMs, usedMs, told, isStopped] = [0, 0, 0, false]
  let due: { atMs: number; run: () => void } | undefined
  const pass = (ms: number) => {
    nowMs += ms
    if (!isStopped) usedMs += ms * busyCores
  }
  const group = new DutyGroup(vcpus, cores, {
    nowMs: () => nowMs,
    usedMs: () => {
      const since = usedMs - told
      told = usedMs
      return saysUsed ? since : undefined
    },
    signal: (signal) => {
      signals.push(signal)
      isStopped = signal === 'SIGSTOP'
    },
    later: (run, delayMs) => {
      due = { atMs: nowMs + delayMs + lateMs, run }
      return () => {
        due = undefined
      }
    },
  })
  const until = (endMs: number) => {
    while (due && due.atMs <= endMs) {
      const { atMs, run } = due
      pass(atMs - nowMs)
      run()
    }
    pass(endMs - nowMs)
  }
  return { group, until, signals, used: () => usedMs, isStopped: () => isStopped }
}

it.each([
  [0.0724, 1],
  [0.29, 1],
  [0.58, 1],
  [0.58, 2],
  [1.7, 2],
])('holds a group to %f of the CPU that would use %f', (vcpus, busyCores) => {
  const one = simulate(vcpus, busyCores)
  one.until(5000)
  expect(one.used() / 5000 / vcpus).toBeGreaterThan(0.97)
  expect(one.used() / 5000 / vcpus).toBeLessThan(1.03)
})

it('keeps the share however late its timers are', () => {
  const one = simulate(0.29, 1, { lateMs: 15 })
  one.until(20_000)
  expect(one.used() / 20_000 / 0.29).toBeGreaterThan(0.95)
  expect(one.used() / 20_000 / 0.29).toBeLessThan(1.05)
})

it('leaves alone what uses no more than its due', () => {
  const idle = simulate(0.0724, 0)
  idle.until(1000)
  const single = simulate(1, 1)
  single.until(1000)
  const all = simulate(2, 2)
  all.until(1000)
  expect([idle, single, all].map(({ signals }) => signals)).toEqual([[], [], []])
})

it('takes a running group for busy where the system says nothing of its CPU time', () => {
  const one = simulate(0.5, 1, { saysUsed: false })
  one.until(5000)
  expect(one.used() / 5000 / 0.5).toBeGreaterThan(0.95)
  expect(one.used() / 5000 / 0.5).toBeLessThan(1.05)
})

it('leaves no group stopped when it ends, nor touches it again', () => {
  const one = simulate(0.0724, 1)
  one.until(10)
  expect(one.isStopped()).toBe(true)
  one.group.end()
  expect(one.isStopped()).toBe(false)
  const { length } = one.signals
  one.until(1000)
  expect(one.signals).toHaveLength(length)
})
