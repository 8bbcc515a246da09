import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { git } from './support/git-repository.ts'
import { type GitHubStandIn, startGitHub } from './support/github-stand-in.ts'
import { codes, idlesIn, workflow } from './support/init-workflow.ts'
import { runInProcess } from './support/run-in-process.ts'
import { PLANTED_MS, slowHandler } from './support/slow-handler.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { runScript, runWorkflow } from './support/workflow-steps.ts'

const token = 'ghs_0123456789abcdefABCDEF'

/** Fewer rounds than the jobs would make by themselves: eight pairs decide what is planted here, fourteen are the most. */
const GATE = { COLDSTART_MAX_COLD: '14', COLDSTART_WARM: '0' }
const RECORDING = { COLDSTART_COLD: '1', COLDSTART_WARM: '1' }

let origin: string
let github: GitHubStandIn
let site: Server
beforeEach(async () => {
  github = await startGitHub(token)
  site = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await new Promise((resolve) => site.once('listening', resolve))
  origin = temporaryFolder()
  git(origin, 'init', '-q', '--bare', '--initial-branch=main')
})
afterEach(async () => {
  site.closeAllConnections()
  site.close()
  await github.close()
})

/** A clone of the origin, as the checkout action makes it; the first one has what `coldstart init` wrote. */
function clone(): string {
  const cwd = temporaryFolder()
  execFileSync('git', ['clone', '-q', origin, cwd], { stdio: ['ignore', 'ignore', 'ignore'] })
  return cwd
}

function repository(...words: string[]): Promise<string> {
  return repositoryIn('.', ...words)
}

/** @param folder of the package, below the top of the repository. @returns the top */
async function repositoryIn(folder: string, ...words: string[]): Promise<string> {
  const top = clone()
  const cwd = join(top, folder)
  mkdirSync(join(cwd, 'api'), { recursive: true })
  writeFileSync(join(cwd, 'api/hello.js'), slowHandler(0))
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/api?key=env:KEY`
  const { code, stderr } = await runInProcess(
    ['init', './api/hello.js', '--target', `mine=${url}`, ...words],
    { cwd },
  )
  expect({ code, stderr }).toMatchObject({ code: 0 })
  git(cwd, 'add', ':/')
  git(cwd, 'commit', '-qm', 'base')
  git(cwd, 'push', '-q', 'origin', 'HEAD:main')
  return top
}
const values = { 'github.token': token, 'secrets.KEY': 'a-secret-value' }

describe.skipIf(process.platform === 'win32')('the steps of the workflows that coldstart init writes', () => {
  test('a pull request that is slower is red, with one comment and no token in its log', async () => {
    const cwd = await repository('--setup', 'true')
    writeFileSync(join(cwd, 'api/hello.js'), slowHandler(PLANTED_MS))
    const event = join(temporaryFolder(), 'event.json')
    writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }))
    const env = { GITHUB_BASE_REF: 'main', GITHUB_EVENT_PATH: event, GITHUB_API_URL: github.url, ...GATE }
    const steps = await runWorkflow(workflow(cwd, 'cold-starts'), { cwd, env, values })
    expect(codes(steps)).toEqual([
      ['ready to run', 0],
      ['head against base, in the same rounds', 99],
      ['one comment, where something matters', 0],
    ])
    expect(steps[1]?.output).toMatch(/^::error file=api\/hello\.js,line=1,/m)
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]?.body).toContain('❌ budget fail')
    expect(steps.map(({ output }) => output).join('')).not.toContain(token)
  })

  test('recordings are kept on a branch, and the idle period is the time since the last', async () => {
    const first = await repository()
    const main = git(first, 'rev-parse', 'HEAD')
    for (const name of ['cold-starts-idle', 'cold-starts-daily', 'cold-starts-idle']) {
      const cwd = clone()
      const steps = await runWorkflow(workflow(cwd, name), { cwd, values, env: RECORDING })
      expect(codes(steps).filter(([, code]) => code !== 0)).toEqual([])
      expect(steps.map(({ output }) => output).join('')).not.toContain('a-secret-value')
    }
    const cwd = clone()
    expect(git(cwd, 'rev-parse', 'HEAD')).toBe(main)
    git(cwd, 'checkout', '-q', 'origin/coldstart-results')
    expect(git(cwd, 'log', '--format=%s').trim().split('\n')).toHaveLength(3)
    expect(readdirSync(cwd).sort()).toEqual(['.git', 'results'])
    const [before, after] = idlesIn(join(cwd, 'results'))
    expect(before).toBeUndefined()
    expect(after).toBeGreaterThan(0)
    const { stdout } = await runInProcess(['runs', '--format', 'json'], { cwd })
    const listed = (JSON.parse(stdout) as { label: string }[]).map(({ label }) => label)
    expect(listed).toEqual(['idle', 'daily', 'idle'])
  })

  test.each(['branch', 'folder'])(
    'a package in a folder of a repository is measured and recorded there: %s',
    async (place) => {
      await repositoryIn('packages/app', '--history', place)
      const steps = await runWorkflow(workflow(clone(), 'cold-starts-daily'), {
        cwd: clone(),
        values,
        env: RECORDING,
      })
      expect(codes(steps).filter(([, code]) => code !== 0)).toEqual([])
      const now = clone()
      if (place === 'branch') git(now, 'checkout', '-q', 'origin/coldstart-results')
      const recorded = git(now, 'ls-files')
        .split('\n')
        .filter((path) => path.endsWith('.jsonl'))
      expect(recorded).toHaveLength(1)
    },
  )

  test('recordings in the repository are pushed beside what others push meanwhile', async () => {
    await repository('--history', 'folder')
    const cwd = clone()
    const other = clone()
    writeFileSync(join(other, 'README.md'), 'meanwhile\n')
    git(other, 'add', '.')
    git(other, 'commit', '-qm', 'meanwhile')
    git(other, 'push', '-q', 'origin', 'HEAD:main')
    const steps = await runWorkflow(workflow(cwd, 'cold-starts-idle'), { cwd, values })
    expect(codes(steps).filter(([, code]) => code !== 0)).toEqual([])
    expect(steps.at(-1)?.output).toContain('somebody else has pushed')
    const now = clone()
    expect(existsSync(join(now, 'README.md'))).toBe(true)
    expect(idlesIn(join(now, 'results'))).toHaveLength(1)
  })

  test('recordings come from the newest artifact of this branch', async () => {
    await repository('--history', 'artifact')
    const stored = temporaryFolder()
    // gh, as the two commands of the step use it; its --jq is gojq, which knows env.
    const gh = `#!/bin/sh
if [ "$1" = api ]; then
  case "$2" in "repos/o/r/actions/artifacts?name=coldstart-results&per_page=50") ls '${stored}' | grep -q . && echo 42; exit 0;; esac
elif [ "$1 $2 $3 $4 $5 $6 $7 $8" = "run download 42 --repo o/r --name coldstart-results --dir" ]; then
  cp -R '${stored}/.' "$9"; exit 0
fi
exit 1
`
    const idles = []
    for (let time = 0; time < 2; time++) {
      const cwd = clone()
      const steps = await runWorkflow(workflow(cwd, 'cold-starts-idle'), { cwd, values, programs: { gh } })
      expect(codes(steps).filter(([, code]) => code !== 0)).toEqual([])
      execFileSync('cp', ['-R', `${join(cwd, 'results')}/.`, stored])
      idles.push(idlesIn(join(cwd, 'results')))
    }
    expect(idles[0]).toEqual([undefined])
    expect(idles[1]).toEqual([undefined, expect.any(Number)])
  })
})

describe.skipIf(process.platform === 'win32')('the jobs for other CI that coldstart init writes', () => {
  test.each(['gitlab', 'shell'])(
    '%s: what is slower ends with 99, and is in files that others read',
    async (ci) => {
      const cwd = await repository('--ci', ci, '--setup', 'true')
      const base = git(cwd, 'rev-parse', 'HEAD')
      writeFileSync(join(cwd, 'api/hello.js'), slowHandler(PLANTED_MS))
      const jobs = ci === 'gitlab' && parse(readFileSync(join(cwd, '.gitlab/cold-starts.yml'), 'utf8'))
      const script = jobs ? jobs['cold-starts'].script.join('\n') : './cold-starts.sh origin/main'
      const env = {
        ...GATE,
        CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
        ...(jobs ? jobs['cold-starts'].variables : {}),
      }
      const { code, output } = await runScript(script, { cwd, env })
      expect({ code, output }).toMatchObject({ code: 99 })
      expect(readFileSync(join(cwd, 'cold-starts.xml'), 'utf8')).toMatch(/failures="1"[\s\S]*<failure /)
      expect(readFileSync(join(cwd, 'cold-starts.txt'), 'utf8')).toMatch(/^coldstart_wait_seconds_count\{/m)
      expect(existsSync(join(cwd, ci === 'gitlab' ? 'cold-starts.html' : 'cold-starts.md'))).toBe(true)
    },
  )
})
