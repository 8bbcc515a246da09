import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeGit } from '../../src/run/describe-git.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
const git = (cwd: string, ...words: string[]) =>
  execFileSync('git', [...who, ...words], { cwd, stdio: 'pipe' })
    .toString()
    .trim()

test('a run knows commit, branch and whether files differ, its own results apart', async () => {
  const cwd = temporaryFolder()
  expect(await describeGit(cwd, {})).toEqual({})
  git(cwd, 'init', '-q', '-b', 'trunk')
  writeFileSync(join(cwd, 'a.mjs'), '1')
  git(cwd, 'add', '.')
  git(cwd, 'commit', '-qm', 'one')
  const gitCommit = git(cwd, 'rev-parse', 'HEAD')
  mkdirSync(join(cwd, 'results'))
  writeFileSync(join(cwd, 'results', 'x.json'), '{}')
  expect(await describeGit(cwd, {})).toEqual({ gitCommit, gitBranch: 'trunk', gitDirty: false })
  writeFileSync(join(cwd, 'a.mjs'), '2')
  git(cwd, 'checkout', '-q', '--detach')
  expect(await describeGit(cwd, {})).toEqual({ gitCommit, gitDirty: true })
  expect(await describeGit(cwd, { GITHUB_HEAD_REF: 'fix', GITHUB_REF_NAME: '1/merge' })).toEqual({
    gitCommit,
    gitBranch: 'fix',
    gitDirty: true,
  })
})
