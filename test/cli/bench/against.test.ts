import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { git, gitEnv } from '../../support/git-repository.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { lambda, repository } from './support/two-revisions.ts'

/** A repository whose function has changed since its only commit, tagged v1. */
function changedRepository(): string {
  const cwd = repository()
  writeFileSync(join(cwd, 'f.mjs'), lambda('"changed"'))
  return cwd
}

async function against(cwd: string, ...words: string[]) {
  const small = ['--cold', '1', '--warm', '0', '--format', 'json', '-q']
  const env = { ...gitEnv, XDG_CACHE_HOME: join(cwd, 'cache') }
  const outcome = await runInProcess(['bench', './f.mjs', ...words, ...small], { cwd, env })
  return { ...outcome, result: outcome.stdout ? (JSON.parse(outcome.stdout) as Result) : undefined }
}

describe('coldstart bench --against', () => {
  it('measures the file of a revision beside the one of the working tree, in the same rounds, and leaves the repository as it was', async () => {
    const cwd = changedRepository()
    const before = {
      status: git(cwd, 'status', '--porcelain', '--', 'f.mjs'),
      index: readFileSync(join(cwd, '.git/index')),
    }
    const { code, result } = await against(cwd, '--against', 'v1')
    expect(code).toBe(0)
    expect(result?.summaries.map(({ target }) => target)).toEqual(['v1', 'working tree'])
    expect(result?.targets.map(({ facts }) => facts?.function?.commit)).toEqual([
      git(cwd, 'rev-parse', 'v1'),
      undefined,
    ])
    const [old, now] = result?.targets.map(({ facts }) => facts?.function?.sha256) ?? []
    expect(old).not.toBe(now)
    expect(git(cwd, 'worktree', 'list').split('\n')).toHaveLength(1)
    expect(git(cwd, 'status', '--porcelain', '--', 'f.mjs')).toBe(before.status)
    expect(readFileSync(join(cwd, '.git/index'))).toEqual(before.index)
  })

  it('says in a dry run that the package of the revision is shown as the working tree’s', async () => {
    const { stdout } = await runInProcess(
      'bench f.mjs --against v1 --provider lambda --region us-east-1 --deploy --dry-run'.split(' '),
      { cwd: changedRepository(), env: gitEnv },
    )
    expect(stdout).toContain(
      "v1 is not checked out for a dry run: its package is shown as the working tree's",
    )
  })

  it.each([
    [['--against', 'v9'], 'has no commit of that name', 'Give a tag'],
    [['--against', '--version'], 'no commit', 'Give a tag'],
    [
      ['--against', 'v1', '--baseline', 'main'],
      'both say what to compare with',
      '--against alone, or --baseline alone',
    ],
    [['--setup', 'true'], '--against was not given', 'Leave --setup out'],
    [['--against', 'v1', '--setup', 'echo no luck && false'], 'no luck', '--setup'],
  ])('refuses %j and says what to do', async (words, what, hint) => {
    const cwd = changedRepository()
    const { code, stderr } = await against(cwd, ...words)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(what)
    expect(stderr).toContain(hint)
    expect(existsSync(join(cwd, 'results'))).toBe(false)
  })

  it('names the command that fetches a revision that a shallow clone lacks', async () => {
    const cwd = changedRepository()
    git(cwd, 'commit', '-qam', 'two')
    const shallow = join(temporaryFolder(), 'clone')
    git(cwd, 'clone', '-q', '--depth=1', `file://${cwd}`, shallow)
    const { code, stderr } = await against(shallow, '--against', 'v1')
    expect(code).toBe(2)
    expect(stderr).toContain('this clone is shallow')
    expect(stderr).toContain('git fetch --depth=1 origin v1')
  })
})
