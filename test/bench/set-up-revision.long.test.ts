import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findRevision, holds, pathInRepository } from '../../src/bench/git-revision.ts'
import { git, gitEnv, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { FILES, setUp, stateOf } from './support/revision.ts'

describe('a revision in a folder of its own', () => {
  it.each([
    ['a tag', 'v1'],
    ['an annotated tag', 'v1-annotated'],
    ['a branch', 'old/state'],
    ['a commit counted back to', 'HEAD~1'],
    ['an abbreviated SHA', ''],
    ['a tag by its whole name', 'refs/tags/v1'],
  ])('is %s', async (_, words) => {
    const top = repositoryOf(FILES)
    git(top, 'branch', 'old/state')
    git(top, 'tag', '-a', '-m', 'x', 'v1-annotated')
    const sha = git(top, 'rev-parse', '--short=8', 'HEAD')
    writeFiles(top, { 'f.mjs': 'later\n' })
    git(top, 'commit', '-qam', 'two')
    const { folder, revision } = await setUp(top, { name: words || sha })
    expect(revision.sha).toBe(git(top, 'rev-parse', 'v1'))
    expect(readFileSync(join(folder, 'f.mjs'), 'utf8')).toBe('committed\n')
    expect(readFileSync(join(folder, 'lib/a b.mjs'), 'utf8')).toBe('with a space\n')
  })

  it('leaves tree, index, settings and what is registered in .git as they were, however dirty they are', async () => {
    const top = repositoryOf(FILES)
    writeFiles(top, { 'f.mjs': 'staged\n' })
    git(top, 'add', 'f.mjs')
    writeFiles(top, { 'f.mjs': 'changed after\n', 'untracked.txt': 'x' })
    const before = stateOf(top)
    const { folder } = await setUp(top)
    expect(readFileSync(join(folder, 'f.mjs'), 'utf8')).toBe('committed\n')
    expect(existsSync(join(folder, 'untracked.txt'))).toBe(false)
    expect(stateOf(top)).toEqual(before)
  })

  it('runs no hook, and is not led astray by the variables that a hook has', async () => {
    const top = repositoryOf(FILES)
    const hook = join(top, '.git/hooks/post-checkout')
    writeFiles(top, { '.git/hooks/post-checkout': '#!/bin/sh\ntouch hooked\n' })
    chmodSync(hook, 0o755)
    const other = repositoryOf({ 'g.mjs': 'other' })
    const before = stateOf(other)
    const env = {
      ...gitEnv,
      GIT_DIR: join(other, '.git'),
      GIT_INDEX_FILE: join(other, '.git/index'),
      GIT_WORK_TREE: other,
    }
    const own = { at: '', command: 'git rev-parse HEAD > head' }
    const { folder, revision } = await setUp(top, { env, own })
    expect(readFileSync(join(folder, 'head'), 'utf8').trim()).toBe(revision.sha)
    expect(existsSync(join(top, 'hooked')) || existsSync(join(folder, 'hooked'))).toBe(false)
    expect(stateOf(other)).toEqual(before)
  })

  it('is a clean repository of its own for a build that asks git, and what that changes stays there', async () => {
    const top = repositoryOf(FILES)
    const before = stateOf(top)
    const own = {
      at: '',
      command:
        'git status --porcelain > ../status && git describe --tags > ../tag && git config core.hooksPath elsewhere',
    }
    const { cache } = await setUp(top, { own })
    expect(readFileSync(join(cache, 'status'), 'utf8')).toBe('')
    expect(readFileSync(join(cache, 'tag'), 'utf8')).toBe('v1\n')
    expect(stateOf(top)).toEqual(before)
  })

  it('has what a sparse working tree leaves out', async () => {
    const top = repositoryOf({ ...FILES, 'deep/x.mjs': 'x' })
    git(top, 'sparse-checkout', 'set', 'lib')
    expect(existsSync(join(top, 'deep'))).toBe(false)
    const { folder } = await setUp(top)
    expect(readFileSync(join(folder, 'deep/x.mjs'), 'utf8')).toBe('x')
    expect(git(top, 'sparse-checkout', 'list')).toBe('lib')
  })

  it('has the files of submodules as of the commit, and says which are not in this clone', async () => {
    const inner = repositoryOf({ 'lib.mjs': 'first' })
    const top = repositoryOf(FILES)
    git(top, 'submodule', 'add', '-q', inner, 'sub')
    git(top, 'commit', '-qm', 'with a submodule')
    git(top, 'tag', 'with-sub')
    writeFiles(join(top, 'sub'), { 'lib.mjs': 'second' })
    git(join(top, 'sub'), 'commit', '-qam', 'x')
    const { folder } = await setUp(top, { name: 'with-sub' })
    expect(readFileSync(join(folder, 'sub/lib.mjs'), 'utf8')).toBe('first')
    const clone = join(temporaryFolder(), 'clone')
    git(top, 'clone', '-q', top, clone)
    const { said } = await setUp(clone, { name: 'with-sub' })
    expect(said.join()).toContain('the submodule sub is not in this clone')
  })

  it('is found from a linked worktree and from a folder that is reached by a link', async () => {
    const top = repositoryOf(FILES)
    const linked = join(temporaryFolder(), 'linked')
    git(top, 'worktree', 'add', '-q', linked)
    expect(existsSync(join((await setUp(linked)).folder, 'f.mjs'))).toBe(true)
    expect(git(top, 'worktree', 'list').split('\n')).toHaveLength(2)
    const link = join(temporaryFolder(), 'link')
    symlinkSync(join(top, 'lib'), link)
    const file = join(link, 'a b.mjs')
    const revision = await findRevision('v1', file, gitEnv)
    expect(await pathInRepository(file, revision)).toBe('lib/a b.mjs')
    expect(await holds(revision, 'lib/a b.mjs')).toBe(true)
  })
})
