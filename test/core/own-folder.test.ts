import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeOwnFolder } from '../../src/core/own-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('what belongs in no repository is kept out of git, and baselines are not', () => {
  const cwd = temporaryFolder()
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
  execFileSync('git', ['init', '--quiet'], { cwd, env })
  const folder = makeOwnFolder(cwd)
  for (const name of ['salt', 'ledger.jsonl', 'run-index.json']) writeFileSync(join(folder, name), 'x')
  mkdirSync(join(folder, 'typescript'))
  writeFileSync(join(folder, 'typescript', 'a.json'), 'x')
  mkdirSync(join(folder, 'baselines'))
  writeFileSync(join(folder, 'baselines', 'main.json'), 'x')
  const untracked = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd, env })
  expect(untracked.toString()).toBe('?? .coldstart/baselines/main.json\n')
})

it('a .gitignore of the user stays as it is', () => {
  const cwd = temporaryFolder()
  const path = join(makeOwnFolder(cwd), '.gitignore')
  writeFileSync(path, 'mine\n')
  makeOwnFolder(cwd)
  expect(readFileSync(path, 'utf8')).toBe('mine\n')
})
