import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { git, gitEnv, repositoryOf, writeFiles } from '../../support/git-repository.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { PLANTED_MS } from '../../support/slow-handler.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const lambda = (value: string) => `export const handler = async () => ${value}\n`
const few = ['--cold', '2', '--warm', '0', '-q']

/** A repository of one function, tagged v1. */
function repository(): string {
  return repositoryOf({ 'f.mjs': lambda('"committed"') })
}

function bench(cwd: string, ...words: string[]) {
  return runInProcess(words, {
    cwd,
    env: { ...gitEnv, XDG_CACHE_HOME: join(cwd, 'cache'), TOKEN: 'for-both' },
  })
}

/** The run file without its footer and last sample, as a kill leaves it. */
function makeUnfinished(cwd: string): void {
  const name = readdirSync(join(cwd, 'results')).find((file) => file.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${lines.slice(0, -2).join('\n')}\n`)
}

describe('coldstart bench --against', () => {
  it('gives both sides the same request and environment, and says of identical code that no change was shown', async () => {
    const wants = `if (process.env.TOKEN !== 'for-both') throw new Error('no token')
export const handler = async (event) => { if (event.order !== 7) throw new Error(JSON.stringify(event)); return 1 }\n`
    const cwd = repositoryOf({ 'f.mjs': wants, 'e.json': '{"order":7}' })
    const words = [
      './f.mjs',
      '--against',
      'HEAD',
      '--event',
      'e.json',
      '--env',
      'TOKEN',
      '--cold',
      '7',
      '--warm',
      '0',
    ]
    const { code, stdout, stderr } = await bench(
      cwd,
      'bench',
      ...words,
      '--budget',
      'cold.p50 < baseline * 100',
      '-q',
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/working tree takes [\d.]+ × \([\d.–]+\) as long to start cold as HEAD/)
  })

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

  it.each([
    ['in a repository', repository, true],
    [
      'and not where there is no git',
      () => {
        const cwd = temporaryFolder()
        writeFiles(cwd, { 'f.mjs': lambda('1') })
        return cwd
      },
      false,
    ],
  ])('is what to do next with a function of one’s own %s', async (_, make, isNext) => {
    const { stderr } = await bench(make(), 'bench', './f.mjs', ...few)
    expect(stderr).toContain('Next:')
    expect(stderr.includes('--against HEAD')).toBe(isNext)
  })

  it('transpiles TypeScript on both sides, each with the modules of its own time', async () => {
    const cwd = repositoryOf({
      'package.json': '{"name":"t"}',
      'src/word.ts': "export const word: string = 'before'\n",
      'src/f.ts':
        "import { word } from './word'\nexport const handler = async (): Promise<string> => { console.log('side', word); return word }\n",
    })
    writeFiles(cwd, { 'src/word.ts': "export const word: string = 'after'\n" })
    const { code, stderr } = await bench(cwd, 'bench', './src/f.ts', '--against', 'HEAD', ...few, '--debug')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stderr).toContain('side before')
    expect(stderr).toContain('side after')
  })

  it('measures several functions, each beside its past', async () => {
    const cwd = repositoryOf({ 'a b/f.mjs': lambda('1'), 'g.mjs': lambda('2') })
    const words = ['one=./a b/f.mjs', 'two=./g.mjs', '--against', 'v1', ...few, '--format', 'json']
    const { stdout } = await bench(cwd, 'bench', ...words)
    const { summaries } = JSON.parse(stdout) as Result
    expect(summaries.map(({ target }) => target)).toEqual(['one@v1', 'one', 'two@v1', 'two'])
  })

  it('takes the package that --root names from each side', async () => {
    const reads = `import { readFileSync } from 'node:fs'
export const handler = async () => readFileSync('data.txt', 'utf8')\n`
    const cwd = repositoryOf({ 'src/package.json': '{}', 'src/f.mjs': reads, 'data.txt': 'x' })
    const words = ['./src/f.mjs', '--root', '.', '--against', 'v1', ...few, '--format', 'json']
    const { code, stdout, stderr } = await bench(cwd, 'bench', ...words)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const entries = (JSON.parse(stdout) as Result).targets.map(({ facts }) => facts?.function?.entry)
    expect(entries).toEqual(['src/f.mjs', 'src/f.mjs'])
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
