import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const PATH = process.env.PATH ?? ''
const WHO = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@b',
}
const git = (cwd: string, ...words: string[]) =>
  execFileSync('git', words, { cwd, env: { ...WHO, PATH, HOME: cwd }, stdio: 'pipe' })
    .toString()
    .trim()
const lambda = (value: string) => `export const handler = async () => ${value}\n`

/** A repository whose function has changed since its only commit, tagged v1. */
function repository(): string {
  const cwd = temporaryFolder()
  git(cwd, 'init', '-q')
  writeFileSync(join(cwd, 'f.mjs'), lambda('"committed"'))
  git(cwd, 'add', '.')
  git(cwd, 'commit', '-qm', 'one')
  git(cwd, 'tag', 'v1')
  writeFileSync(
    join(cwd, 'f.mjs'),
    `const end = Date.now() + 30; while (Date.now() < end);\n${lambda('"changed"')}`,
  )
  return cwd
}

async function against(cwd: string, ...words: string[]) {
  const small = ['--cold', '7', '--warm', '0', '--format', 'json', '-q']
  const env = { PATH, XDG_CACHE_HOME: join(cwd, 'cache') }
  const outcome = await runInProcess(['bench', './f.mjs', ...words, ...small], { cwd, env })
  return { ...outcome, result: outcome.stdout ? (JSON.parse(outcome.stdout) as Result) : undefined }
}

describe('coldstart bench --against', { timeout: 120_000 }, () => {
  it('measures the file of a revision beside the one of the working tree, in the same rounds, and leaves the repository as it was', async () => {
    const cwd = repository()
    const before = {
      status: git(cwd, 'status', '--porcelain', '--', 'f.mjs'),
      index: readFileSync(join(cwd, '.git/index')),
    }
    const budget = ['--budget', 'cold.p50 < baseline * 100']
    const { code, result } = await against(cwd, '--against', 'v1', ...budget)
    expect(code).toBe(0)
    expect(result?.budgets).toMatchObject([{ target: 'working tree', verdict: 'pass' }])
    expect(result?.summaries.map(({ target }) => target)).toEqual(['v1', 'working tree'])
    const [old, now] = result?.targets.map(({ facts }) => facts?.function?.sha256) ?? []
    expect(old).not.toBe(now)
    expect(result?.changes).toMatchObject([{ before: 'v1', after: 'working tree', rounds: 7, unpaired: 0 }])
    expect(git(cwd, 'worktree', 'list').split('\n')).toHaveLength(1)
    expect(git(cwd, 'status', '--porcelain', '--', 'f.mjs')).toBe(before.status)
    expect(readFileSync(join(cwd, '.git/index'))).toEqual(before.index)
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
    const env = { PATH, XDG_CACHE_HOME: join(cwd, 'cache') }
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

  it.each([
    [['--against', 'v9'], 'has no commit of that name', 'Give a tag'],
    [['--against', '--version'], 'no commit', 'Give a tag'],
    [['--against', 'v1', '--baseline', 'main'], 'both say what to compare with', 'one of them'],
    [['--setup', 'true'], '--against was not given', 'Leave --setup out'],
    [['--against', 'v1', '--setup', 'echo no luck && false'], 'no luck', '--setup'],
  ])('refuses %j and says what to do', async (words, what, hint) => {
    const cwd = repository()
    const { code, stderr } = await against(cwd, ...words)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(what)
    expect(stderr).toContain(hint)
    expect(existsSync(join(cwd, 'results'))).toBe(false)
  })

  it('names the command that fetches a revision that a shallow clone lacks', async () => {
    const cwd = repository()
    git(cwd, 'commit', '-qam', 'two')
    const shallow = join(temporaryFolder(), 'clone')
    git(cwd, 'clone', '-q', '--depth=1', `file://${cwd}`, shallow)
    const { code, stderr } = await against(shallow, '--against', 'v1')
    expect(code).toBe(2)
    expect(stderr).toContain('this clone is shallow')
    expect(stderr).toContain('git fetch --depth=1 origin v1')
  })

  it('--fail-if-slower fails by the paired interval alone', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'f.mjs'), lambda('1'))
    writeFileSync(
      join(cwd, 'slow.mjs'),
      `const end = Date.now() + 1000; while (Date.now() < end);\n${lambda('1')}`,
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
          '7',
          '--warm',
          '0',
          '--format',
          'json',
          '-q',
        ],
        { cwd, env: { PATH } },
      )
    const slower = await run('before=./f.mjs', 'after=./slow.mjs')
    expect(slower.code).toBe(99)
    expect((JSON.parse(slower.stdout) as Result).budgets).toMatchObject([
      { target: 'after', verdict: 'fail' },
    ])
    expect((await run('before=./slow.mjs', 'after=./f.mjs')).code).toBe(0)
  })
})
