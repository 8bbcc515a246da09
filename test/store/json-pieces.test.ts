import { expect, test } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { jsonPieces } from '../../src/store/json-pieces.ts'
import { coldSample, runFileOf, waitsOf } from '../support/run-file.ts'

const result = computeResult(runFileOf(waitsOf(400).map((wait) => coldSample('a', wait))))

test.each([
  ['a result', result],
  ['nothing', {}],
  ['empty members', { list: [], object: {}, missing: undefined, none: null }],
  ['text with line ends', { list: ['a\nb', undefined, ['\n']], 'na"me': 'x\ny' }],
])('%s is the text that JSON.stringify makes', (_what, document) => {
  for (const indent of [0, 2])
    expect([...jsonPieces(document, indent)].join('')).toBe(`${JSON.stringify(document, null, indent)}\n`)
})

test('no piece is longer than a member of a list needs', () => {
  const pieces = [...jsonPieces(result)]
  expect(pieces.length).toBeGreaterThan(2)
  for (const piece of pieces) expect(piece.length).toBeLessThan(70_000)
})
