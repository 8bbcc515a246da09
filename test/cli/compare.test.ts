import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { RunFile } from '../../src/core/run-file.ts'
import { computeResult } from '../../src/stats/result/compute-result.ts'
import { fakeIo } from '../support/fake-io.ts'
import { coldSample, runFileOf, targetOf, waitsOf } from '../support/run-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const colds = (target: string, factor: number) => waitsOf(12, factor).map((wait) => coldSample(target, wait))
const runOf = (run: string, factor: number, region = 'us-east-1') =>
  runFileOf([...colds('lambda', factor), ...colds('vercel', 1)], {
    run,
    targets: [targetOf('lambda', { region }), targetOf('vercel')],
  })

/** Writes a run as `bench` leaves it, `age` seconds old. */
function record(cwd: string, run: RunFile, age = 0): void {
  const lines = [run.header, ...run.samples.map((sample) => ({ type: 'sample', sample })), run.footer]
  mkdirSync(join(cwd, 'results'), { recursive: true })
  const path = join(cwd, 'results', `${run.header.run}.jsonl`)
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  utimesSync(path, 1e9 - age, 1e9 - age)
}

async function run(cwd: string, ...argv: string[]) {
  const io = fakeIo({ cwd })
  return { code: await main(argv, io), ...io.written }
}

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

describe('coldstart baseline', () => {
  it('saves the newest run, lists it, compares with it, removes it', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1), 60)
    record(cwd, runOf('after', 1))
    expect(await run(cwd, 'baseline', 'save', 'main')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Saved run after as .coldstart/baselines/main.json.\n',
    })
    const kept = JSON.parse(readFileSync(join(cwd, '.coldstart/baselines/main.json'), 'utf8'))
    expect(kept.run.id).toBe('after')
    expect((await run(cwd, 'baseline', 'list')).stdout).toContain('main\t')
    expect((await run(cwd, 'compare', 'main', 'before')).stdout).toContain('A  main (run after)')
    expect((await run(cwd, 'baseline', 'rm', 'main')).code).toBe(0)
    expect(readdirSync(join(cwd, '.coldstart/baselines'))).toEqual([])
  })

  it('adds runs, says how many are missing, and from three on whether another lies outside them', async () => {
    const cwd = temporaryFolder()
    for (const [index, factor] of [1, 1.02, 0.98].entries()) record(cwd, runOf(`r${index}`, factor))
    record(cwd, runOf('slow', 1.5))
    await run(cwd, 'baseline', 'save', 'main', 'r0')
    const missing = await run(cwd, 'compare', 'main', 'slow')
    expect(missing.stdout.replace(/\s+/g, ' ')).toMatch(/^main has 1 run: these are two runs.*save 2 more/)
    expect((await run(cwd, 'baseline', 'save', 'main', 'r1')).stderr).toBe(
      'Added run r1 to .coldstart/baselines/main.json, which has 2 runs now. 1 more, and it knows how far runs of equal code differ.\n',
    )
    await run(cwd, 'baseline', 'save', 'main', 'r2')
    expect((await run(cwd, 'baseline', 'list')).stdout).toMatch(/^main\t.*\tr2\t.*\t3 runs\n$/)
    const { stdout } = await run(cwd, 'compare', 'main', 'slow')
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^lambda cold: the median of slow is 1\.50 × \([\d.–]+\) that of the 3 runs of main, outside what this code has done before: slower\./,
    )
    expect((await run(cwd, 'baseline', 'save', 'main', 'slow', '--keep', '0')).code).toBe(2)
    expect((await run(cwd, 'baseline', 'list', '--keep', '3')).code).toBe(2)
    expect((await run(cwd, 'baseline', 'save', 'main', '--format', 'json')).code).toBe(2)
    expect(JSON.parse((await run(cwd, 'baseline', 'list', '--format', 'json')).stdout)).toEqual([
      {
        name: 'main',
        startedAt: expect.stringMatching(/Z$/),
        run: 'r2',
        targets: ['lambda', 'vercel'],
        runs: ['r0', 'r1', 'r2'],
      },
    ])
  })

  it('replaces a baseline only when it is forced', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('one', 1))
    await run(cwd, 'baseline', 'save', 'main')
    expect(await run(cwd, 'baseline', 'save', 'main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--force'),
    })
    expect((await run(cwd, 'baseline', 'save', 'main', '--force')).code).toBe(0)
  })

  it.each([
    [['save'], 'Name the baseline to save'],
    [['remove', 'x'], 'no baseline action "remove"'],
    [['rm', 'mian'], 'no run file, baseline'],
    [['save', '../x'], 'cannot be the name'],
    [['save', 'latest'], 'cannot be the name'],
    [['save', 'con'], 'Windows keeps that name'],
    [['save', 'NUL.main'], 'Windows keeps that name'],
  ])('answers %j with what is wrong, exit 2', async (argv, message) => {
    const cwd = temporaryFolder()
    record(cwd, runOf('one', 1))
    expect(await run(cwd, 'baseline', ...argv)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    })
  })

  it.each([
    [
      'markdown',
      /\| lambda \| cold by idle 400 ms \| after \| 12 \| 158 \(153–164\) \| 1\.50 × \(1\.46–1\.54\) \| &lt; 0\.001 \| slower \|/,
    ],
    ['csv', /^lambda,cold,idle,400,after,after,12,/m],
    ['html', /<td>slower<\/td>/],
    ['markdown', /\| geometric mean \| cold by idle \| after \| – \| – \| 1\.22 × \| – \| – \|/],
    ['html', />geometric mean<.*>cold by idle<.*>B<.*>1\.22 ×</],
  ])('shows it as %s too, on stdout and in files', async (format, row) => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1), 60)
    record(cwd, runOf('after', 1.5))
    const { code, stdout } = await run(
      cwd,
      'compare',
      'before',
      'after',
      '--format',
      format,
      '-o',
      `${format}=out`,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(row)
    expect(readFileSync(join(cwd, 'out'), 'utf8')).toMatch(row)
  })

  it('writes several files at once, each in the format of its name or of its ending', async () => {
    const cwd = temporaryFolder()
    record(cwd, runOf('before', 1), 60)
    record(cwd, runOf('after', 1.5))
    const files = ['-o', 'c.html', '-o', 'csv=c.txt', '-o', 'c.md', '-o', 'c.json']
    expect((await run(cwd, 'compare', 'before', 'after', ...files)).code).toBe(0)
    const begins = ['c.html', 'c.txt', 'c.md', 'c.json'].map((name) =>
      readFileSync(join(cwd, name), 'utf8').trimStart().slice(0, 8),
    )
    expect(begins).toEqual(['<!doctyp', 'target,t', '### befo', expect.stringMatching(/^\{/)])
  })

  it.each([
    [
      ['--format', 'junit'],
      /junit holds the figures of one run, and compare shows ratios[\s\S]*coldstart report <run> --format junit/,
    ],
    [['-o', 'bencher=x.json'], /bencher holds the figures of one run/],
    [['--format', 'mardown'], /There is no format "mardown"[\s\S]*--format markdown/],
  ])('refuses %j by name', async (words, said) => {
    const { code, stderr } = await run(temporaryFolder(), 'compare', 'a', 'b', ...words)
    expect(code).toBe(2)
    expect(stderr).toMatch(said)
  })
})
