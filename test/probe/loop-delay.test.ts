import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLoopDelayMonitor } from '../../src/probe/loop-delay.ts'
import { scriptedLoop } from '../support/scripted-loop.ts'

const PAUSE_MS = 150

/** A busy machine adds a delay to some windows; a pause that was counted would be in all of them. */
const WINDOWS_AT_MOST = 20

it('a pause between two windows is no delay, however little was counted in the first', async () => {
  const monitor = createLoopDelayMonitor()
  const pausesTaken: number[] = []
  for (let openMs = 1; openMs <= 6; openMs += 1) {
    let least = Number.POSITIVE_INFINITY
    for (let attempt = 0; attempt < WINDOWS_AT_MOST && least > PAUSE_MS / 2; attempt += 1) {
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

it('the delay of a window is how much later than asked its timer came, or is already when it closes', () => {
  const { monitor, wait, tick } = scriptedLoop()
  const close = monitor.open()
  wait(2)
  tick()
  wait(9)
  tick()
  const other = monitor.open()
  wait(2)
  expect(other().maxMs).toBe(0)
  expect(close().maxMs).toBe(7)
  const last = monitor.open()
  wait(32)
  expect(last().maxMs).toBe(30)
  expect(monitor.total().maxMs).toBeCloseTo(30, 0)
})

it('windows that are over before the timer came leave no delay behind', () => {
  const { monitor, wait } = scriptedLoop()
  for (let request = 0; request < 3; request++) {
    const close = monitor.open()
    wait(1)
    expect(close().maxMs).toBe(0)
  }
  expect(monitor.total()).toEqual({ p50Ms: 0, p99Ms: 0, maxMs: 0 })
})

it('what a run keeps of its delays is to the microsecond', () => {
  const { monitor, wait, tick } = scriptedLoop()
  const close = monitor.open()
  wait(9.123456)
  tick()
  close()
  const { p50Ms, p99Ms, maxMs } = monitor.total()
  expect(maxMs).toBeGreaterThan(7)
  for (const ms of [p50Ms, p99Ms, maxMs]) expect(Math.round(ms * 1000) / 1000).toBe(ms)
})
