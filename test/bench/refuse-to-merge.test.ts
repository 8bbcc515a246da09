import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { merge } from '../../src/bench/merge.ts'
import { type Changes, openParts, ownFunction, type Parts } from './support/recorded-parts.ts'

let cwd: Parts['cwd']
let record: Parts['record']
let refused: Parts['refused']
beforeEach(() => {
  ;({ cwd, record, refused } = openParts())
})

describe('coldstart merge', () => {
  it('never overwrites a run that is merged, also when forced', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b' })
    const before = readFileSync(join(cwd, 'results/r1.jsonl'), 'utf8')
    expect(await refused('r1', 'r2', '-o', './results/r1.jsonl', '--force')).toContain('is r1, one of them')
    expect(readFileSync(join(cwd, 'results/r1.jsonl'), 'utf8')).toBe(before)
  })

  it('refuses the same run twice, and runs that are not finished', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b', isFinished: false })
    expect(await refused('r1', 'r1')).toContain('are the same run')
    expect(await refused('x=r1', 'y=r1')).toContain('are the same run')
    expect(await refused('r1', 'r2')).toContain('coldstart resume r2')
    expect(await refused('r1')).toContain('at least two runs')
  })

  it('refuses other plans, other functions, other versions, and what is merged already', async () => {
    record('r1', { location: 'a' })
    const other = async (changes: Changes) => {
      record('r2', { location: 'b', ...changes })
      return refused('r1', 'r2')
    }
    expect(await other({ config: { cold: 9, connection: 'kept' } })).toContain(
      'they differ in cold, connection',
    )
    expect(await other({ targets: [ownFunction('before'), ownFunction('after', 'b'.repeat(64))] })).toContain(
      'after is another function in r2: code aaaaaaaaaaaa against bbbbbbbbbbbb',
    )
    expect(await other({ targets: [ownFunction('before')] })).toContain('have other targets')
    expect(await other({ header: { tool: { name: 'coldstart', version: '9.0.0' } } })).toContain('9.0.0')
    record('r2', { location: 'b' })
    const { run } = await merge(['r1', 'r2'], { cwd })
    record('r3', { location: 'c' })
    expect(await refused(run, 'r3')).toContain('merged already')
  })

  it('refuses what has no samples, and a run whose end was its own decision', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b' })
    writeFileSync(join(cwd, 'r3.json'), '{}')
    expect(await refused('r1', 'r3.json')).toContain('is not a run file')
    const path = join(cwd, 'results/r2.jsonl')
    const decision = '"decision":{"rounds":8,"most":20,"looks":1,"confidence":0.95}'
    writeFileSync(path, readFileSync(path, 'utf8').replace('"type":"footer"', `"type":"footer",${decision}`))
    expect(await refused('r1', 'r2')).toContain('until it was decided')
  })
})
