import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { baselinePieces, type KeptRuns } from '../../src/store/baseline-file.ts'
import { BaselineRows } from '../../src/store/baseline-rows.ts'
import { compactResult } from '../../src/store/baseline-run.ts'
import { readBaselineText } from '../../src/store/baseline-text.ts'
import { readResults } from '../../src/store/read-result.ts'
import { coldSample, runFileOf, waitsOf, warmSample } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** A run with warm invocations beyond those of its samples, so that its rows are as many as wanted. */
const runOf = (run: string, more = 0) => {
  const samples = [
    ...waitsOf(12).map((wait) => coldSample('lambda', wait)),
    ...waitsOf(12, 0.125).map((wait, index) => warmSample('lambda', wait, `w${index % 6}`)),
  ]
  const kept = compactResult(computeResult(runFileOf(samples, { run })))
  for (let row = 0; row < more; row++) kept.rows.push(row, 1, row / 1000 + 1, row % 6)
  return kept
}
const textOf = (kept: KeptRuns) => [...baselinePieces(kept)].join('')
const fileOf = (text: string | Buffer) => {
  const path = join(temporaryFolder(), 'main.json')
  writeFileSync(path, text)
  return path
}
/** With plain lists in place of columns. */
const plain = (document: unknown) =>
  JSON.stringify(document, (_, value) =>
    value instanceof BaselineRows
      ? Array.from({ length: value.length }, (_none, row) => value.at(row))
      : value,
  )
const figuresOf = async (path: string) =>
  (await readResults(path)).map(({ run, summaries }) => ({ run, summaries }))

describe('the text of a baseline', () => {
  it('is the same document with its rows in columns, however many pieces it is read in', async () => {
    const many = textOf({ runs: [runOf('one', 20_000), runOf('two'), runOf('three', 20_000)], keep: 3 })
    expect(many.length).toBeGreaterThan(2 * 256 * 1024)
    const read = await readBaselineText(fileOf(many))
    expect((read as KeptRuns).runs.map(({ rows }) => rows instanceof BaselineRows)).toEqual([
      true,
      true,
      true,
    ])
    expect(plain(read)).toBe(many.trimEnd())
  })

  it('may begin its rows at any byte of a piece', async () => {
    const [before, after] = textOf({ runs: [runOf('one')], keep: 1 }).split('"keep"') as [string, string]
    const lengthTo = before.length + after.indexOf('"rows"')
    for (let shift = 0; shift < 12; shift++) {
      const filler = `"label":"${'x'.repeat(256 * 1024 - lengthTo - 10 - shift)}",`
      const text = `${before}${filler}"keep"${after}`
      expect(plain(await readBaselineText(fileOf(text)))).toBe(text.trimEnd())
    }
  })

  it('is read as a whole where it is written otherwise, to the same figures', async () => {
    const text = textOf({ runs: [runOf('one'), runOf('two')], keep: 3 })
    const expected = await figuresOf(fileOf(text))
    const others = [JSON.stringify(JSON.parse(text), null, 2), Buffer.from(`\uFEFF${text}`, 'utf16le')]
    for (const other of others) {
      const path = fileOf(other)
      expect(await readBaselineText(path)).toBeUndefined()
      expect(await figuresOf(path)).toEqual(expected)
    }
  })

  it('takes for rows only those of runs', async () => {
    const text = textOf({ runs: [runOf('one')], keep: 1 })
    const path = fileOf(text.replace('"config":{', '"config":{"rows":[[1,0,2,3]]'))
    expect(await readBaselineText(path)).toBeUndefined()
    expect(await figuresOf(path)).toEqual(await figuresOf(fileOf(text)))
  })

  it.each([
    ['a row of three numbers', (text: string) => text.replace(/\[\[\d+,/, '[[')],
    ['a wait that is no number', (text: string) => text.replace(/\[\[\d+,\d+,[\d.]+/, '[[0,0,null')],
    ['a negative round', (text: string) => text.replace(/\[\[\d+/, '[[-1')],
    ['an end that is missing', (text: string) => text.slice(0, -40)],
  ])('with %s is refused', async (_, damage) => {
    const text = textOf({ runs: [runOf('one')], keep: 1 })
    expect(damage(text)).not.toBe(text)
    await expect(readResults(fileOf(damage(text)))).rejects.toMatchObject({ code: 'not-a-result' })
  })
})
