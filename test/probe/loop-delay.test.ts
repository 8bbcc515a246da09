import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLoopDelayMonitor } from '../../src/probe/loop-delay.ts'

const PAUSE_MS = 150

it('a pause between two windows is no delay, however little was counted in the first', async () => {
  const monitor = createLoopDelayMonitor()
  const pausesTaken: number[] = []
  for (let openMs = 1; openMs <= 6; openMs += 1) {
    let least = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const close = monitor.open()
      await sleep(openMs)
      close()
      await sleep(PAUSE_MS)
      const closeNext = monitor.open()
      await sleep(20)
      least = Math.min(least, closeNext().maxMs)
    }
    if (least > PAUSE_MS / 2) pausesTaken.push(openMs)
  }
  expect(pausesTaken).toEqual([])
})

/** A loop whose clock and timer the test moves. */
function scriptedLoop() {
  let nowMs = 1000
  let tick: (() => void) | undefined
  const monitor = createLoopDelayMonitor(
    () => nowMs,
    (_, act) => {
      tick = act
      return () => {
        tick = undefined
      }
    },
  )
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { monitor, pass, tick: () => tick?.() }
}

it('the delay of a window is how much later than asked its timer came, or is already when it closes', () => {
  const { monitor, pass, tick } = scriptedLoop()
  const close = monitor.open()
  pass(2)
  tick()
  pass(9)
  tick()
  const other = monitor.open()
  pass(2)
  expect(other().maxMs).toBe(0)
  expect(close().maxMs).toBe(7)
  const last = monitor.open()
  pass(32)
  expect(last().maxMs).toBe(30)
  expect(monitor.total().maxMs).toBeCloseTo(30, 0)
})

it('windows that are over before the timer came leave no delay behind', () => {
  const { monitor, pass } = scriptedLoop()
  for (let request = 0; request < 3; request++) {
    const close = monitor.open()
    pass(1)
    expect(close().maxMs).toBe(0)
  }
  expect(monitor.total()).toEqual({ p50Ms: 0, p99Ms: 0, maxMs: 0 })
})
