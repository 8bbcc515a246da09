import { expect, it } from 'vitest'
import { createSeenIds } from '../../src/store/seen-ids.ts'

it('knows each of twenty thousand ids that it was given, counts them once, and knows no other', () => {
  const seen = createSeenIds()
  const ids = Array.from({ length: 20_000 }, (_, index) => `${index >> 4}.target.warm${index & 15}`)
  const known = ids.filter((id) => {
    const before = seen.has(id)
    seen.add(id)
    seen.add(id)
    return before
  })
  expect(known).toEqual([])
  expect(seen.size).toBe(ids.length)
  expect(ids.every((id) => seen.has(id))).toBe(true)
  expect(ids.some((id) => seen.has(`${id}x`) || seen.has(`x${id}`))).toBe(false)
})
