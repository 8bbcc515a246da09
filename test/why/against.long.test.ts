import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git, repositoryOf, writeFiles } from '../support/git-repository.ts'
import { runCliAndKill } from '../support/run-cli.ts'
import { burn } from './support/burn.ts'

const packageOf = (name: string, ms: number) => ({
  [`vendor/${name}/package.json`]: `{"name":"${name}","version":"1.0.0","main":"index.js"}`,
  [`vendor/${name}/index.js`]: `${burn(ms)}exports.ms = ${ms}\n`,
})

test('why --against names what came in and through which line, and leaves the repository as it was', async () => {
  const folder = repositoryOf({
    'package.json': '{"name":"shop"}',
    // The last is where the test's user keeps settings.
    '.gitignore': 'node_modules\nresults\n.coldstart\ncoldstart\n',
    'handler.cjs': "require('./src/http.cjs')\nexports.handler = async () => ({ ok: true })\n",
    'src/http.cjs': "require('../vendor/quick')\n",
    ...packageOf('quick', 5),
    ...packageOf('gone', 1),
  })
  writeFiles(folder, {
    'src/http.cjs':
      "require('../vendor/quick')\nconst client = require('../vendor/dear')\nexports.client = client\n",
    ...packageOf('dear', 80),
  })
  const before = [git(folder, 'status', '--porcelain'), git(folder, 'worktree', 'list')]
  const words = ['why', 'handler.cjs', '--provider', 'lambda', '--against', 'main', '--cold', '6', '-q']
  const { stdout, code, stderr } = await runCliAndKill(words, { cwd: folder })
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/\+\d+(\.\d+)? ms: \.\/vendor\/dear\/index\.js came in through src\/http\.cjs:2/)
  expect(stdout).toContain(git(folder, 'rev-parse', '--short=7', 'main'))
  await rm(join(folder, 'results'), { recursive: true, force: true })
  expect([git(folder, 'status', '--porcelain'), git(folder, 'worktree', 'list')]).toEqual(before)
})

test('a revision whose function does not start is named with what it says, before anything is measured', async () => {
  const folder = repositoryOf({
    'package.json': '{"name":"shop"}',
    '.gitignore': 'results\n.coldstart\ncoldstart\n',
    'handler.cjs': "require('absent')\nexports.handler = async () => ({ ok: true })\n",
  })
  writeFiles(folder, { 'handler.cjs': 'exports.handler = async () => ({ ok: true })\n' })
  const words = ['why', 'handler.cjs', '--provider', 'lambda', '--against', 'main', '--cold', '2', '-q']
  const { code, stderr } = await runCliAndKill(words, { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toContain('as of main: ')
  expect(stderr).toContain('absent')
  expect(await readdir(folder)).not.toContain('results')
})
