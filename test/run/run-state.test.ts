import { expect, test } from 'vitest'
import { collectGarbage } from '../../src/core/garbage.ts'
import type { Sample } from '../../src/core/sample.ts'
import { createRunState } from '../../src/run/run-state.ts'
import { coldSample, runFileOf, targetOf, warmSample } from '../support/run-file.ts'

const { header } = runFileOf([], { targets: [targetOf('a'), targetOf('b')] })
const at = { wallMs: 0, monotonicMs: 0 }

/** Adds samples that nobody else knows. @returns how many of them are still there after a collection */
async function leftOf(count: number): Promise<number> {
  const state = createRunState(header)
  const weak: WeakRef<Sample>[] = []
  const addAll = () => {
    for (let index = 0; index < count; index++) {
      const target = index % 2 === 0 ? 'a' : 'b'
      const sample = index % 5 === 0 ? coldSample(target, 100 + index) : warmSample(target, 10, 'i')
      weak.push(new WeakRef(sample))
      state.add(sample, at)
    }
  }
  addAll()
  // What was made in this turn is held until it is over.
  await new Promise((resolve) => setImmediate(resolve))
  collectGarbage()
  expect(state.count).toBe(count)
  return weak.filter((one) => one.deref()).length
}

test('of its samples a run holds the last cold start of each target, however many there are', async () => {
  expect(await leftOf(20)).toBeLessThanOrEqual(2)
  expect(await leftOf(2000)).toBeLessThanOrEqual(2)
})

test('a reply of this run counts before one of an earlier run', () => {
  const clock = { wallMs: () => 10_000, monotonicMs: () => 500, sleep: async () => {} }
  const state = createRunState(header)
  state.add(warmSample('a', 10, 'i'), at)
  state.remember(
    new Map([
      ['a', 4000],
      ['b', 4000],
    ]),
    clock,
  )
  expect(state.lastReply('a')).toBe(at)
  expect(state.lastReply('b')).toMatchObject({ wallMs: 4000 })
})
