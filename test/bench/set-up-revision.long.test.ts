import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findRevision, holds, pathInRepository } from '../../src/bench/git-revision.ts'
import { type SetUp, setUpRevision } from '../../src/bench/set-up-revision.ts'
import { git, gitEnv, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FILES = { 'f.mjs': 'committed\n', 'lib/a b.mjs': 'with a space\n' }

interface Asked extends Partial<SetUp> {
  readonly name?: string
  readonly env?: Record<string, string>
}

async function setUp(top: string, { name = 'v1', env = gitEnv, ...own }: Asked = {}) {
  const { path = 'f.mjs', cache = join(temporaryFolder(), 'the cache') } = own
  const revision = await findRevision(name, join(top, path), env)
  const said: string[] = []
  const onOutput = (text: string) => said.push(text)
  const folder = await setUpRevision(revision, { path, cache, nodeVersion: 'v20', onOutput, ...own })
  return { folder, revision, said, cache }
}

/** Everything of a repository that a check-out could change. */
function stateOf(top: string) {
  const files = (folder: string) => readdirSync(join(top, folder), { recursive: true }).sort()
  return {
    status: git(top, 'status', '--porcelain', '--ignored'),
    index: readFileSync(join(top, '.git/index')),
    config: readFileSync(join(top, '.git/config'), 'utf8'),
    registered: files('.git').filter((name) => !String(name).startsWith('objects')),
  }
}

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

  it('is used again, with a second function’s dependencies beside the first’s', async () => {
    const lock = (name: string) => JSON.stringify({ name, lockfileVersion: 3, packages: { '': { name } } })
    const top = repositoryOf({
      'a/f.mjs': 'a',
      'a/package.json': '{"name":"a"}',
      'a/package-lock.json': lock('a'),
      'b/f.mjs': 'b',
      'b/package.json': '{"name":"b"}',
      'b/package-lock.json': lock('b'),
    })
    const bin = temporaryFolder()
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho "$PWD $1$npm_config_local_prefix" >> "$LOG"\n', {
      mode: 0o755,
    })
    const log = join(bin, 'log')
    const env = { ...gitEnv, PATH: `${bin}:${gitEnv.PATH}`, LOG: log, npm_config_local_prefix: top }
    const cache = temporaryFolder()
    const first = await setUp(top, { path: 'a/f.mjs', cache, env })
    const second = await setUp(top, { path: 'b/f.mjs', cache, env })
    await setUp(top, { path: 'a/f.mjs', cache, env })
    expect(second.folder).toBe(first.folder)
    const ran = readFileSync(log, 'utf8').trim().split('\n')
    expect(ran).toEqual([`${first.folder}/a ci`, `${first.folder}/b ci`])
  })

  it('is made anew where a kill left it half-made, and what other runs left half-made is removed', async () => {
    const top = repositoryOf(FILES)
    const { folder, cache } = await setUp(top)
    rmSync(`${folder}.done`)
    writeFiles(folder, { 'f.mjs': 'half' })
    const stranger = join(cache, '0123456789ab-01234567')
    writeFiles(stranger, { 'half.txt': '' })
    writeFileSync(`${stranger}.index`, '')
    await setUp(top, { cache })
    expect(readFileSync(join(folder, 'f.mjs'), 'utf8')).toBe('committed\n')
    expect(readdirSync(cache).filter((name) => name.startsWith('0123456789ab'))).toEqual([])
  })

  it('ends the whole set-up when the run is stopped', async () => {
    const top = repositoryOf(FILES)
    const stop = new AbortController()
    const own = { at: '', command: 'sleep 60 & echo $! > ../pid; touch ../started; wait' }
    const cache = temporaryFolder()
    const going = setUp(top, { own, cache, signal: stop.signal })
    const seen = expect(going).rejects.toThrow('stopped')
    while (!existsSync(join(cache, 'started'))) await new Promise((resolve) => setTimeout(resolve, 10))
    stop.abort(new Error('stopped'))
    await seen
    const pid = readFileSync(join(cache, 'pid'), 'utf8').trim()
    const state = spawnSync('ps', ['-o', 'stat=', '-p', pid]).stdout.toString().trim()
    expect(state === '' || state.startsWith('Z')).toBe(true)
  })

  it.each([
    ['no git', { PATH: '/nowhere' }, 'git is not installed', 'Install git'],
    ['a name that is none', {}, 'has no commit of that name', 'Give a tag'],
  ])('refuses with %s', async (_, env, reason, hint) => {
    const top = repositoryOf(FILES)
    const failed = findRevision('v9', join(top, 'f.mjs'), { ...gitEnv, ...env })
    await expect(failed).rejects.toMatchObject({
      message: expect.stringContaining(reason),
      hint: expect.stringContaining(hint),
    })
  })

  it('refuses outside a repository', async () => {
    const folder = temporaryFolder()
    await expect(findRevision('v1', join(folder, 'f.mjs'), gitEnv)).rejects.toMatchObject({
      message: expect.stringContaining('in no git repository'),
      hint: expect.stringContaining('before=./old.mjs'),
    })
  })

  it.each(['v1', 'release', 'origin/release'])(
    'finds %s in a shallow clone once the command that the refusal names has run',
    async (name) => {
      const top = repositoryOf(FILES)
      git(top, 'branch', 'release')
      writeFiles(top, { 'f.mjs': 'later\n' })
      git(top, 'commit', '-qam', 'two')
      const clone = join(temporaryFolder(), 'clone')
      git(top, 'clone', '-q', '--depth=1', `file://${top}`, clone)
      const refused = await setUp(clone, { name }).catch((error: { hint: string }) => error)
      const command = /Run (git .+?) first/.exec((refused as { hint: string }).hint)?.[1] ?? ''
      git(clone, ...command.split(' ').slice(1))
      const { folder, revision } = await setUp(clone, { name })
      expect(revision.sha).toBe(git(top, 'rev-parse', 'v1'))
      expect(readFileSync(join(folder, 'f.mjs'), 'utf8')).toBe('committed\n')
    },
  )
})
