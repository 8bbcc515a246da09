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
      least = Math.min(least, closeNext())
    }
    if (least > PAUSE_MS / 2) pausesTaken.push(openMs)
  }
  expect(pausesTaken).toEqual([])
})
