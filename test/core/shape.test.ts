import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { resultDocument } from '../../src/core/result-document.ts'
import { runHeader, runLine } from '../../src/core/run-file.ts'
import { resultShape, runLineShape, type Shape, shapeOf } from '../../src/core/shape.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { fc } from '../support/properties.ts'

const recorded = new URL('../../results/recorded/2026-11-23-local-engine.jsonl', import.meta.url)
const [recordedHeader, ...rest] = readFileSync(recorded, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
// As it would be written today: the recorded one is of the time when facts were untyped details.
const header = runHeader.parse(recordedHeader)
const samples = rest.filter(({ type }) => type === 'sample')
const footer = rest.at(-1)
const note = { type: 'note', at: '2026-11-23T00:00:00.000Z', kind: 'slept', message: 'x', target: 'a' }
const lines: unknown[] = [header, note, footer, ...samples.slice(0, 20)]
const run = { header, samples: samples.map(({ sample }) => sample), notes: [], footer }
const whole = computeResult(run)
const documents: unknown[] = [JSON.parse(JSON.stringify({ ...whole, samples: whole.samples.slice(0, 3) }))]

/** A value with one place of it changed: replaced, left out, or given one more. */
function changed(value: unknown, path: number, action: 'replace' | 'remove' | 'add', by: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(value))
  const places: [Record<string, unknown>, string][] = []
  const walk = (parent: Record<string, unknown>) => {
    for (const key of Object.keys(parent)) {
      places.push([parent, key])
      if (typeof parent[key] === 'object' && parent[key] !== null) walk(parent[key] as typeof parent)
    }
  }
  walk(copy)
  const [parent, key] = places[path % places.length] as (typeof places)[number]
  if (action === 'remove' && Array.isArray(parent)) parent.pop()
  else if (action === 'remove') delete parent[key]
  else if (action === 'add' && Array.isArray(parent)) parent.push(by)
  else if (action === 'add') parent.extra = by
  else parent[key] = by
  return copy
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(0, -0, -1, 0.5, 1e21, Number.POSITIVE_INFINITY, '', 'x', true, false, null),
  fc.constantFrom(
    '2026-02-30T00:00:00Z',
    '2024-02-29T00:00:00.5Z',
    '2026-11-23T00:00:00+01:00',
    '2026-11-23',
  ),
  fc.constantFrom('http://x', 'x:y', 'http://', ' http://x/', 'lambda', 'cold', 'sample', 'footer'),
)

function agrees<T>(shape: Shape<T>, schema: ZodType<T>, examples: readonly unknown[]): void {
  const actions = fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'add' as const)
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.nat(), actions, anything, (example, path, action, by) => {
      const value = changed(example, path, action, by)
      const zod = schema.safeParse(value)
      if (shape.accepts(value)) expect(zod.data).toEqual(value)
      else if (zod.success) expect(zod.data).not.toEqual(value)
    }),
    { numRuns: 400 },
  )
}

it('a header of the time when facts were untyped details is left to zod, which reads them as facts', async () => {
  expect(runLineShape.accepts(recordedHeader)).toBe(false)
  expect(await runLineShape.read(recordedHeader)).toEqual({ value: header })
})

describe.each([
  ['a line of a run file', runLineShape, runLine as ZodType, lines],
  ['a result document', resultShape, resultDocument as ZodType, documents],
] as [string, Shape<unknown>, ZodType, unknown[]][])('%s', (_, shape, schema, examples) => {
  it('that coldstart has written needs no zod', () => {
    for (const example of examples) expect(shape.accepts(example)).toBe(true)
  })

  it('is accepted exactly where zod takes it as it is', () => {
    agrees(shape, schema, examples)
  })

  it('with a key named __proto__ is left to zod', () => {
    const text = JSON.stringify(examples[0]).replace(/\}$/, ',"__proto__":{"a":1}}')
    expect(shape.accepts(JSON.parse(text))).toBe(false)
  })
})

it('what is wrong is said in zod’s words', async () => {
  expect(await runLineShape.read({ ...header, seed: 'x' })).toEqual({
    reason: 'Invalid input: expected number, received string',
  })
  expect(await runLineShape.read(header)).toEqual({ value: header })
})

it('what zod takes in another form is given in zod’s form', async () => {
  const targets = [{ ...header.targets[0], url: ' http://x/' }]
  expect(await runLineShape.read({ ...header, targets })).toMatchObject({
    value: { targets: [{ url: 'http://x/' }] },
  })
})

it('that lacks its file in the package says so, and does not pass for a run that is missing', () => {
  const shape = shapeOf('schema.of.nothing.json', async () => runLine)
  expect(() => shape.accepts({})).toThrow(
    /schema\.of\.nothing\.json, a file of coldstart itself, cannot be read/,
  )
})
