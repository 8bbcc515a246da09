import { expect } from 'vitest'
import { systemClock } from '../../../src/core/system-clock.ts'
import { createFakeClock } from '../fake-clock.ts'
import { type Ending, freeze, killProcess } from './end-client.ts'
import { destroyFromLedger } from './live-client.ts'
import type { OpenScene } from './scene.ts'

/**
 * Deploys, evicts and destroys with a client that ends after its first remote call, its second, … until one lives to
 * its end; each time, whoever reads the ledger then destroys what is in it, and nothing may be left.
 * @param step 1 for after each call; 4 for after the 4th, the 8th, …
 * @param atOnce how many clients live at the same time
 * @returns the calls after which there was an end, and the most that any end left for destroy to find
 */
export async function killAfterEachCall(open: OpenScene, ending: Ending, step: number, atOnce: number) {
  const stages: string[] = []
  let mostLeft = 0
  for (let round = 0; ; round++) {
    const points = Array.from({ length: atOnce }, (_, index) => (round * atOnce + index + 1) * step)
    for (const point of await Promise.all(points.map((nth) => endAndDestroy(open, ending, nth)))) {
      if (!point.killed) return { stages, mostLeft }
      stages.push(point.last)
      mostLeft = Math.max(mostLeft, point.left)
    }
  }
}

async function endAndDestroy(open: OpenScene, ending: Ending, nth: number) {
  const clock = ending === 'freeze' ? createFakeClock() : systemClock
  const scene = await open(clock)
  const { killed, cwd } =
    ending === 'freeze' ? await freeze(scene, nth, clock) : await killProcess(scene, nth)
  scene.listen(undefined)
  const last = scene.lastCall()
  const left = scene.left().length
  expect(
    await destroyFromLedger(scene, cwd, createFakeClock(clock.wallMs())),
    `in the ledger, after ${last}`,
  ).toEqual([])
  expect(scene.left(), `after ${last}`).toEqual([])
  expect(scene.faults()).toEqual([])
  await scene.close()
  return { killed, last, left }
}
