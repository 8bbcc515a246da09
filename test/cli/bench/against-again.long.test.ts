import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { git, gitEnv, writeFiles } from '../../support/git-repository.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { PLANTED_MS } from '../../support/slow-handler.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { bench, few, lambda, makeUnfinished, repository } from './support/two-revisions.ts'

describe('coldstart bench --against', () => {
  it('judges a budget by the revision, and compares both in pairs', async () => {
    const cwd = repository()
    writeFiles(cwd, {
      'f.mjs': `const end = Date.now() + 30; while (Date.now() < end);\n${lambda('"changed"')}`,
    })
    const words = ['./f.mjs', '--against', 'v1', '--cold', '7', '--warm', '0', '--format', 'json', '-q']
    const { code, stdout } = await bench(cwd, 'bench', ...words, '--budget', 'cold.p50 < baseline * 100')
    expect(code).toBe(0)
    const { budgets, changes } = JSON.parse(stdout) as Result
    expect(budgets).toMatchObject([{ target: 'working tree', verdict: 'pass' }])
    expect(changes).toMatchObject([{ before: 'v1', after: 'working tree', rounds: 7, unpaired: 0 }])
  })

  it('resumes with the commit that the name meant then, and not with another state of the working tree', async () => {
    const cwd = repository()
    writeFiles(cwd, { 'f.mjs': lambda('"changed"') })
    expect((await bench(cwd, 'bench', './f.mjs', '--against', 'main', ...few)).code).toBe(0)
    makeUnfinished(cwd)
    writeFiles(cwd, { 'f.mjs': lambda('"changed again"') })
    const refused = await bench(cwd, 'resume')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('the package of working tree (.) has changed')
    writeFiles(cwd, { 'f.mjs': lambda('"changed"') })
    git(cwd, 'commit', '-qam', 'main has moved on')
    expect((await bench(cwd, 'resume')).code).toBe(0)
  })

  it('makes a file that the revision does not hold with --setup, once, and again after a kill in the middle', async () => {
    const cwd = repository()
    mkdirSync(join(cwd, 'dist'))
    writeFileSync(join(cwd, 'dist/g.mjs'), lambda('1'))
    const words = [
      'g=./dist/g.mjs',
      '--provider',
      'lambda',
      '--against',
      'v1',
      '--cold',
      '1',
      '--warm',
      '0',
      '-q',
    ]
    const env = { ...gitEnv, XDG_CACHE_HOME: join(cwd, 'cache') }
    const refused = await runInProcess(['bench', ...words], { cwd, env })
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('v1 does not hold dist/g.mjs')
    expect(refused.stderr).toContain('--setup')
    const setup = ['--setup', 'mkdir dist && cp f.mjs dist/g.mjs && echo x >> ../count']
    expect((await runInProcess(['bench', ...words, ...setup], { cwd, env })).code).toBe(0)
    expect((await runInProcess(['bench', ...words, ...setup], { cwd, env })).code).toBe(0)
    const cache = join(cwd, 'cache/coldstart/against')
    expect(readFileSync(join(cache, 'count'), 'utf8')).toBe('x\n')
    const mark = readdirSync(cache).find((name) => name.endsWith('.done')) ?? ''
    execFileSync('rm', [join(cache, mark)])
    expect((await runInProcess(['bench', ...words, ...setup], { cwd, env })).code).toBe(0)
    expect(readFileSync(join(cache, 'count'), 'utf8')).toBe('x\nx\n')
  })

  it('--fail-if-slower fails by the paired interval alone', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'f.mjs'), lambda('1'))
    writeFileSync(
      join(cwd, 'slow.mjs'),
      `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${PLANTED_MS})\n${lambda('1')}`,
    )
    const run = (first: string, second: string) =>
      runInProcess(
        [
          'bench',
          first,
          second,
          '--fail-if-slower',
          '10%',
          '--cold',
          '6',
          '--warm',
          '0',
          '--format',
          'json',
          '-q',
        ],
        { cwd, env: gitEnv },
      )
    const slower = await run('before=./f.mjs', 'after=./slow.mjs')
    expect(slower.code).toBe(99)
    expect((JSON.parse(slower.stdout) as Result).budgets).toMatchObject([
      { target: 'after', verdict: 'fail' },
    ])
    expect((await run('before=./slow.mjs', 'after=./f.mjs')).code).toBe(0)
  })
})
