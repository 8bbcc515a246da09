import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { fakeIo } from '../support/fake-io.ts'
import { runFileOf, targetOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { colds, record, run, runOf } from './support/recorded-runs.ts'

const manyOf = (run: string, factorOf: (at: number) => number) => {
  const names = Array.from({ length: 50 }, (_, at) => `t${at}`)
  const samples = names.flatMap((name, at) => colds(name, factorOf(at)))
  return runFileOf(samples, { run, targets: names.map((name) => targetOf(name)) })
}

describe('coldstart compare', () => {
  it('of many targets says the largest differences and shows their rows, and says once what it says of all', async () => {
    const cwd = temporaryFolder()
    record(
      cwd,
      manyOf('before', () => 1),
      60,
    )
    record(
      cwd,
      manyOf('after', (at) => (at === 3 ? 0.5 : 2 + at)),
    )
    const { stdout } = await run(cwd, 'compare', 'before', 'after')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/^On t49 .*; of the others 41 are slower and 1 faster\. /)
    expect(stdout).toContain('The 16 rows that differ most; 34 more are in')
    expect(stdout).toContain('Likewise t1, t2, t3, t4, t5, t6, t7, t8 and 41 more.')
    expect(stdout.split('\n').length).toBeLessThan(70)
  })

  it('sets two runs side by side', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1), 60)
    record(cwd, runOf('after', 1.5))
    const { code, stdout, stderr } = await run(cwd, 'compare', 'before', 'latest')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatchInlineSnapshot(`
      "On lambda (cold by idle 400 ms) B takes 1.50 × (1.46–1.54) as long as A.
      These two runs differ. That does not show that a change of the code is the
      cause: machine, hour and the platform's state move all samples of a run
      together. To find out, measure both in the same rounds of one run, or against
      several recorded runs.

      A  before
      B  latest (run after)

      ─────────────────────────────────────────────────────────────
      target                 A p50    B p50      B ÷ A        p
      wait in ms           95 % CI  95 % CI    95 % CI        n
      lambda                   106      158     1.50 ×  < 0.001
      cold by idle 400 ms  102–109  153–164  1.46–1.54    12+12
      vercel                   106      106          ~     1.00
      cold by idle 400 ms  102–109  102–109  0.97–1.03    12+12
      geometric mean                            1.22 ×
      cold by idle
      ─────────────────────────────────────────────────────────────

      · Ratio: Hodges–Lehmann on log waits; p: Mann–Whitney, Holm-adjusted over all
        rows (warm: one median an instance).
      · ~ no difference shown: not significant, or below the practical threshold of 5
        %.
      · lambda: as far as is known, the two were measured under the same conditions.
        Likewise vercel.
      "
    `)
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
  })

  it('gives sides that do not fit beside each other a table each', async () => {
    const cwd = temporaryFolder()
    for (const [name, factor] of [
      ['one', 1],
      ['two', 1.5],
      ['three', 2],
    ] as const)
      record(cwd, runOf(name, factor))
    const { stdout } = await run(cwd, 'compare', 'one', 'two', 'three')
    expect(stdout.split('\n').filter((line) => line.startsWith('target'))).toEqual([
      expect.stringMatching(/A p50 +B p50 +B ÷ A +p$/),
      expect.stringMatching(/A p50 +C p50 +C ÷ A +p$/),
    ])
    expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true)
    const io = fakeIo({ cwd, columns: 120 })
    await main(['compare', 'one', 'two', 'three'], io)
    expect(io.written.stdout.split('\n').filter((line) => line.startsWith('target'))).toHaveLength(1)
  })

  it('compares one name with latest, and gives the document as JSON', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1), 60)
    record(cwd, runOf('after', 1.5))
    const { stdout } = await run(cwd, 'compare', 'before', '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      unit: 'ms',
      names: ['before', 'latest'],
      runs: ['before', 'after'],
      forced: false,
    })
  })

  it('refuses unlike things, and says so in the output when it is forced', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('here', 1))
    record(cwd, runOf('there', 1, 'eu-west-1'))
    const refused = await run(cwd, 'compare', 'here', 'there')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('lambda: region: us-east-1 against eu-west-1')
    expect(refused.stderr).toContain('--force')
    const forced = await run(cwd, 'compare', 'here', 'there', '--force')
    expect(forced.code).toBe(0)
    expect(forced.stdout).toContain('Forced: these are unlike')
  })

  it('reads result documents too, and refuses other files', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'a.json'), JSON.stringify(computeResult(runOf('a', 1))))
    writeFileSync(join(cwd, 'b.json'), '{"samples": []}')
    expect((await run(cwd, 'compare', 'a.json', 'a.json')).code).toBe(0)
    expect(await run(cwd, 'compare', 'a.json', 'b.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.json is not a result'),
    })
  })

  it('suggests the run or baseline that was meant', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1))
    expect((await run(cwd, 'compare', 'befroe', 'latest')).stderr).toContain('Did you mean before?')
    expect((await run(temporaryFolder(), 'compare', 'x')).code).toBe(2)
  })
})
