import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { record, run, runOf } from './support/recorded-runs.ts'

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
