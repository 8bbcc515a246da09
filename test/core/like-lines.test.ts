import { expect, it } from 'vitest'
import { groupLikeLines } from '../../src/core/like-lines.ts'

it('says once what is said of several targets, in the order of the first of them', () => {
  const lines = [
    'a: memory: 1 GB against 2 GB',
    'b: region: fra1 against iad1',
    'c: memory: 1 GB against 2 GB',
  ]
  expect(groupLikeLines(lines)).toEqual([
    'a and c: memory: 1 GB against 2 GB',
    'b: region: fra1 against iad1',
  ])
})

it('names eight of more than twenty targets', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `t${index}: where it runs: url against cloud`)
  expect(groupLikeLines(lines)).toEqual([
    't0, t1, t2, t3, t4, t5, t6, t7 and 192 more: where it runs: url against cloud',
  ])
})
