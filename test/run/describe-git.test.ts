import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeGit } from '../../src/run/describe-git.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Without what a CI job says of a branch. */
const env = { PATH: process.env.PATH, HOME: process.env.HOME, SystemRoot: process.env.SystemRoot }

const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
const git = (cwd: string, ...words: string[]) =>
  execFileSync('git', [...who, ...words], { cwd, stdio: 'pipe' })
    .toString()
    .trim()

test('a run knows commit, branch and whether files differ, its own results apart', async () => {
  const cwd = temporaryFolder()
  expect(await describeGit(cwd, env)).toEqual({})
  git(cwd, 'init', '-q', '-b', 'trunk')
  writeFileSync(join(cwd, 'a.mjs'), '1')
  git(cwd, 'add', '.')
  git(cwd, 'commit', '-qm', 'one')
  const gitCommit = git(cwd, 'rev-parse', 'HEAD')
  mkdirSync(join(cwd, 'results'))
  writeFileSync(join(cwd, 'results', 'x.json'), '{}')
  expect(await describeGit(cwd, env)).toEqual({ gitCommit, gitBranch: 'trunk', gitDirty: false })
  writeFileSync(join(cwd, 'a.mjs'), '2')
  git(cwd, 'checkout', '-q', '--detach')
  expect(await describeGit(cwd, env)).toEqual({ gitCommit, gitDirty: true })
  expect(await describeGit(cwd, { ...env, GITHUB_HEAD_REF: 'fix', GITHUB_REF_NAME: '1/merge' })).toEqual({
    gitCommit,
    gitBranch: 'fix',
    gitDirty: true,
  })
})

test('in a hook of another repository a run is described by the one that its folder lies in', async () => {
  const [cwd, other] = [repository('own'), repository('other')]
  const hook = { GIT_DIR: join(other, '.git'), GIT_INDEX_FILE: join(other, '.git', 'index') }
  const gitCommit = git(cwd, 'rev-parse', 'HEAD')
  expect(await describeGit(cwd, { ...env, ...hook })).toEqual({
    gitCommit,
    gitBranch: 'own',
    gitDirty: false,
  })
})

test('a folder in no repository is described by the one that GIT_DIR and GIT_WORK_TREE name', async () => {
  const [cwd, other] = [temporaryFolder(), repository('other')]
  const named = { GIT_DIR: join(other, '.git'), GIT_WORK_TREE: cwd }
  expect(await describeGit(cwd, { ...env, ...named })).toMatchObject({
    gitCommit: git(other, 'rev-parse', 'HEAD'),
    gitBranch: 'other',
  })
})

/** With one commit of an empty tree, on a branch of that name. */
function repository(branch: string): string {
  const folder = temporaryFolder()
  git(folder, 'init', '-q', '-b', branch)
  git(folder, 'commit', '-q', '--allow-empty', '-m', branch)
  return folder
}
