import { expect, it } from 'vitest'
import { summariseQueue } from '../../../src/stats/result/queue-summary.ts'

const done = (doneMs: number) => ({ enqueuedMs: 1, pickedUpMs: 2, doneMs })

it('leaves the cold start right after a deployment out of the medians of the others', () => {
  const queue = summariseQueue({ first: [done(900)], cold: [done(100), done(300)], warm: [done(20)] })
  expect(queue?.cold?.doneMs).toBe(200)
  expect(queue?.warm?.doneMs).toBe(20)
})

it('has that one where there is no other, and nothing where no queue triggered anything', () => {
  expect(summariseQueue({ first: [done(900)], cold: [], warm: [] })).toEqual({ cold: done(900) })
  expect(summariseQueue({ first: [], cold: [], warm: [] })).toBe(undefined)
})
