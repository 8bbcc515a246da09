import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git } from './support/git-repository.ts'
import { PATIENCE_MS } from './support/patience.ts'
import { runInProcess } from './support/run-in-process.ts'
import { PLANTED_MS, slowHandler } from './support/slow-handler.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** The words of README's recipe after `npx coldstart`, as a shell on a pull request to main reads them. */
function wordsOfRecipe(): string[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const line = /- run: npx coldstart (bench .*--until-decided.*)$/m.exec(readme)?.[1] ?? ''
  return line.replace('"origin/$GITHUB_BASE_REF"', 'origin/main').split(' ')
}

/** What a modest function loads; slept, so that the noise of a busy machine is small beside it. */
const BASE_MS = 200

/** A clone in which the base of a pull request is `origin/main`. */
function checkout(): string {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'api'))
  writeFileSync(join(cwd, 'api/hello.js'), slowHandler(BASE_MS))
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
  git(cwd, 'init', '-q')
  git(cwd, 'add', '.')
  git(cwd, 'commit', '-qm', 'base')
  git(cwd, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
  return cwd
}

async function runRecipe(cwd: string) {
  const [summary, output] = [join(cwd, 'summary.md'), join(cwd, 'output')]
  const env = {
    PATH: process.env.PATH ?? '',
    XDG_CACHE_HOME: join(cwd, 'cache'),
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: output,
  }
  const { code, stderr } = await runInProcess(wordsOfRecipe(), { cwd, env })
  return { code, stderr, summary: readFileSync(summary, 'utf8'), output: readFileSync(output, 'utf8') }
}

// It can only fail where the interval lies beyond 10 %: in none of 24,000 simulated runs of equal code (twelve cells of
// 2,000 in docs/METHODOLOGY.md say 0.0 %, and a single one would be 0.1 % there).
test('README’s recipe stays green on unchanged code', { timeout: 2 * PATIENCE_MS }, async () => {
  const { code, summary, output } = await runRecipe(checkout())
  expect({ code, failed: output.includes('verdict=fail') }).toEqual({ code: 0, failed: false })
  expect(summary).toContain('origin/main')
})

test('README’s recipe goes red on a planted regression, with an annotation at the file', {
  timeout: 2 * PATIENCE_MS,
}, async () => {
  const cwd = checkout()
  writeFileSync(join(cwd, 'api/hello.js'), slowHandler(BASE_MS + PLANTED_MS))
  const { code, stderr, output } = await runRecipe(cwd)
  expect(code).toBe(99)
  expect(output).toContain('verdict=fail')
  expect(stderr).toMatch(/^::error file=api\/hello\.js,line=1,title=coldstart%3A budget fail::/m)
})
