import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findRevision } from '../../src/bench/git-revision.ts'
import { git, gitEnv, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { FILES, setUp } from './support/revision.ts'

describe('a revision in a folder of its own', () => {
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
