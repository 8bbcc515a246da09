import { expect, test } from 'vitest'
import { jsonPieces } from '../../src/core/json-pieces.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'

const many = Array.from({ length: 10_000 }, (_, index) => index / 8)
const result = computeResult(runFileOf(waitsOf(400).map((wait) => coldSample('a', wait))))

test.each([
  ['a result', result],
  ['nothing', {}],
  ['empty members', { list: [], object: {}, missing: undefined, none: null }],
  ['long lists inside', { list: [{ many, name: 'a' }, { few: [1] }, [many]], more: { many }, many }],
  ['text with line ends', { list: ['a\nb', undefined, ['\n']], 'na"me': 'x\ny' }],
])('%s is the text that JSON.stringify makes', (_what, document) => {
  for (const indent of [0, 2])
    expect([...jsonPieces(document, indent)].join('')).toBe(`${JSON.stringify(document, null, indent)}\n`)
})

test('a long list of numbers is in no piece whole', () => {
  const pieces = [...jsonPieces({ waits: [{ target: 'a', waitMs: [...many, ...many, ...many] }] }, 0)]
  expect(pieces.length).toBeGreaterThan(2)
  for (const piece of pieces) expect(piece.length).toBeLessThan(100_000)
})

test('no piece is longer than a member of a list needs', () => {
  const pieces = [...jsonPieces(result)]
  expect(pieces.length).toBeGreaterThan(2)
  for (const piece of pieces) expect(piece.length).toBeLessThan(70_000)
})
