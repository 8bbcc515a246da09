import { expect, it } from 'vitest'
import { AtWork } from '../../../src/engine/cpu/at-work.ts'

it('knows for each piece of work how many there were at once while it lasted', () => {
  const counter = new AtWork(2)
  const first = counter.begin()
  const second = counter.begin()
  second.end()
  const third = counter.begin()
  expect([first, second, third].map(({ most }) => most)).toEqual([2, 2, 2])
  for (const one of [first, third]) one.end()
  expect(counter.begin().most).toBe(1)
})
