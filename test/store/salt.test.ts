import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectSalt } from '../../src/store/salt.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('is made once, for its owner only, also by processes that ask at the same moment', async () => {
  const cwd = temporaryFolder()
  const salts = await Promise.all([projectSalt(cwd), projectSalt(cwd), projectSalt(cwd)])
  expect(new Set([...salts, await projectSalt(cwd)]).size).toBe(1)
  const { mode } = statSync(join(cwd, '.coldstart', 'salt'))
  if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o600)
})

it('that somebody has changed is refused by name', async () => {
  const cwd = temporaryFolder()
  await projectSalt(cwd)
  writeFileSync(join(cwd, '.coldstart', 'salt'), 'short')
  await expect(projectSalt(cwd)).rejects.toMatchObject({ code: 'bad-salt' })
})
