import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { merge } from '../../src/bench/merge.ts'
import { report } from '../../src/bench/report.ts'
import { resultShape } from '../../src/core/shape.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { openParts, ownFunction, type Parts } from './support/recorded-parts.ts'

let cwd: Parts['cwd']
let record: Parts['record']
let refused: Parts['refused']
beforeEach(() => {
  ;({ cwd, record, refused } = openParts())
})

describe('coldstart merge', () => {
  it('joins runs of two places: every target once a part, nothing pooled, each with its own machine', async () => {
    record('r1', { location: 'Frankfurt am Main', header: { seed: 1 } })
    record('r2', { location: 'Tokyo', factor: 2, cpu: 'two', header: { seed: 2 } })
    const { code, stdout, stderr } = await runInProcess(['merge', 'r1', 'r2'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Merged 2 runs with 64 samples: Frankfurt-am-Main, Tokyo.\n',
    })
    const result = await report(stdout.trim(), { cwd })
    expect(result.run.status).toBe('finished')
    expect(result.samples).toHaveLength(64)
    expect(result.parts?.map(({ name, run, environment: { cpu } }) => [name, run, cpu])).toEqual([
      ['Frankfurt-am-Main', 'r1', 'one'],
      ['Tokyo', 'r2', 'two'],
    ])
    const medians = result.summaries.map(({ target, cold, warm }) => [
      target,
      cold[0]?.wait.n,
      cold[0]?.wait.p50Ms,
      warm.n,
    ])
    expect(medians).toEqual([
      ['before@Frankfurt-am-Main', 8, 103.5, 8],
      ['after@Frankfurt-am-Main', 8, 207, 8],
      ['before@Tokyo', 8, 207, 8],
      ['after@Tokyo', 8, 414, 8],
    ])
    expect('value' in (await resultShape.read(JSON.parse(JSON.stringify(result))))).toBe(true)
  })

  it('pairs rounds within a part only, and says what differs between parts', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b', cpu: 'two' })
    const { runFile } = await merge(['r1', 'r2'], { cwd })
    const { changes = [], comparisons } = await report(runFile, { cwd })
    expect(changes.map(({ before, after, rounds }) => [before, after, rounds])).toEqual([
      ['before@a', 'after@a', 8],
      ['before@b', 'after@b', 8],
    ])
    const across = comparisons.find(({ a, b }) => a === 'before@a' && b === 'before@b')
    expect(across?.parity).toEqual(
      expect.arrayContaining(['measured in a run each, not in the same rounds', 'place: a against b']),
    )
    expect(across?.parity.join()).toContain('machine: one, 2 CPUs')
    const within = comparisons.find(({ a, b }) => a === 'before@a' && b === 'after@a')
    expect(within?.parity.join()).not.toMatch(/machine|run each/)
  })

  it('says of parts that they are runs that differ, with the place, and never that it is more than noise', async () => {
    record('r1', { location: 'a', targets: [ownFunction('one')] })
    record('r2', { location: 'b', factor: 3, targets: [ownFunction('one')] })
    const { stdout } = await runInProcess(['merge', 'r1', 'r2'], { cwd })
    const shown = await runInProcess(['report', stdout.trim()], { cwd })
    const words = shown.stdout.replace(/\s+/g, ' ')
    expect(words).toContain('one@b takes 3.00 ×')
    expect(words).toContain('differ in place: a against b')
    expect(words).toContain(
      'These runs differ. That does not show that the place or the machine is the cause',
    )
    expect(words).not.toContain('more than noise')
  })

  it('writes reports of the merged run beside it, and takes no other ending for the run itself', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b' })
    const outputs = ['-o', 'both.jsonl', '-o', 'both.json', '-o', 'junit=both.xml']
    const { code, stdout } = await runInProcess(['merge', 'r1', 'r2', ...outputs], { cwd })
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'both.jsonl\n' })
    const { summaries } = JSON.parse(readFileSync(join(cwd, 'both.json'), 'utf8'))
    expect(summaries).toHaveLength(4)
    expect(readFileSync(join(cwd, 'both.xml'), 'utf8')).toContain('<testsuites')
    expect(await refused('r1', 'r2', '-o', 'x.jsonl', '-o', 'y.jsonl')).toContain('two run files')
    expect(
      (await runInProcess(['merge', 'r1', 'r2', '-o', 'z.jsonl', '-o', 'csv=rows.jsonl'], { cwd })).stdout,
    ).toBe('z.jsonl\n')
    expect(readFileSync(join(cwd, 'rows.jsonl'), 'utf8')).toContain('before@a')
    expect(await refused('r1', 'r2', '-o', 'both')).toContain('ends in none of')
    await expect(merge(['r1', 'r2'], { cwd, output: 'both' })).rejects.toThrow('does not end in .jsonl')
  })

  it('judges the budgets of the runs in every part', async () => {
    for (const [run, location, factor] of [
      ['r1', 'a', 1],
      ['r2', 'b', 9],
    ] as const)
      record(run, { location, factor, config: { budgets: ['before.cold.p50 < 300ms'] } })
    const { runFile } = await merge(['r1', 'r2'], { cwd })
    const { budgets } = await report(runFile, { cwd })
    expect(budgets.map(({ target, verdict }) => [target, verdict])).toEqual([
      ['before@a', 'pass'],
      ['before@b', 'fail'],
    ])
  })

  it('calls parts by what was typed, by their labels, or by their runs, whichever tells them apart', async () => {
    const namesOf = async (...words: string[]) =>
      (await merge(words, { cwd, force: true })).parts.map(({ name }) => name)
    record('r1', { location: 'here' })
    record('r2', { location: 'here' })
    expect(await namesOf('r1', 'r2')).toEqual(['r1', 'r2'])
    expect(await namesOf('x=r1', 'y=results/r2.jsonl')).toEqual(['x', 'y'])
    record('r1', { config: { label: 'first try' } })
    record('r2', { config: { label: 'second' } })
    expect(await namesOf('r1', 'r2')).toEqual(['first-try', 'second'])
  })

  it('can be compared, listed and merged again to the same file', async () => {
    record('r1', { location: 'a' })
    record('r2', { location: 'b' })
    const one = await merge(['r1', 'r2'], { cwd })
    const text = readFileSync(one.runFile, 'utf8')
    await expect(merge(['r1', 'r2'], { cwd })).rejects.toMatchObject({ code: 'file-exists' })
    await merge(['r1', 'r2'], { cwd, output: 'copy.jsonl' })
    expect(readFileSync(join(cwd, 'copy.jsonl'), 'utf8')).toBe(text)
    record('r3', { location: 'a', factor: 1.5 })
    record('r4', { location: 'b', factor: 1.5 })
    await merge(['r3', 'r4'], { cwd, output: 'slower.jsonl' })
    const compared = await runInProcess(['compare', 'copy.jsonl', 'slower.jsonl'], { cwd })
    expect(compared.code).toBe(0)
    expect(compared.stdout).toMatch(/before@a[\s\S]*1\.50 ×/)
    expect((await runInProcess(['runs'], { cwd })).stdout).toContain('before@a')
  })
})
