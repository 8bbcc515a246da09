import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { benchOptions } from '../../src/cli/bench-options.ts'
import { comment } from '../../src/cli/commands/comment.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let cwd: string
beforeEach(() => {
  cwd = temporaryFolder()
  mkdirSync(join(cwd, '.git'))
  write('api/hello.js', 'export default (request, response) => response.end()\n')
})

function write(path: string, text: string) {
  mkdirSync(join(cwd, path, '..'), { recursive: true })
  writeFileSync(join(cwd, path), text)
}

const read = (path: string) => readFileSync(join(cwd, path), 'utf8')
const init = (...words: string[]) => runInProcess(['init', ...words], { cwd })
const filesThere = async () =>
  (await readdir(cwd, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(cwd.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()

const target = 'mine=https://host.example/api?key=env:KEY'

describe('coldstart init', () => {
  it('writes configuration and workflows, and changes nothing when it is run again', async () => {
    const { code, stdout, stderr } = await init('./api/hello.js', '--target', target)
    expect(code).toBe(0)
    expect(stderr).toContain('the branch coldstart-results')
    expect(stderr).toContain('store them as secrets')
    const files = await filesThere()
    expect(files).toEqual([
      '.github/workflows/cold-starts-daily.yml',
      '.github/workflows/cold-starts-idle.yml',
      '.github/workflows/cold-starts.yml',
      'api/hello.js',
      'coldstart.config.json',
      'coldstart.idle.json',
    ])
    expect(stdout.match(/^wrote /gm)).toHaveLength(5)
    const before = files.map(read)
    const again = await init('./api/hello.js', '--target', target)
    expect(again.stdout.match(/^unchanged /gm)).toHaveLength(5)
    expect((await filesThere()).map(read)).toEqual(before)
    expect(await filesThere()).toEqual(files)
  })

  it('leaves a file of the user’s as it is, and everything else too, until it is told to overwrite', async () => {
    write('.github/workflows/cold-starts.yml', 'name: mine\n')
    const { code, stderr } = await init('./api/hello.js')
    expect(code).toBe(2)
    expect(stderr).toContain('.github/workflows/cold-starts.yml')
    expect(await filesThere()).toEqual(['.github/workflows/cold-starts.yml', 'api/hello.js'])
    expect(read('.github/workflows/cold-starts.yml')).toBe('name: mine\n')
    expect((await init('./api/hello.js', '--force')).code).toBe(0)
    expect(read('.github/workflows/cold-starts.yml')).toContain('name: cold starts')
  })

  it('takes the functions of a configuration that is there, and writes no second one', async () => {
    write('coldstart.config.mjs', 'export default { functions: ["./api/hello.js"] }\n')
    expect((await init('./api/hello.js')).stderr).toContain('coldstart.config.mjs')
    const { code, stderr } = await init()
    expect(code).toBe(0)
    expect(stderr).toContain('The functions are those of coldstart.config.mjs')
    expect(await filesThere()).not.toContain('coldstart.config.json')
  })

  it('shows with --dry-run what it would write', async () => {
    const { stdout } = await init('./api/hello.js', '--dry-run')
    expect(stdout).toContain('── .github/workflows/cold-starts.yml: would be written')
    expect(stdout).toContain('--fail-if-slower 10%')
    expect(await filesThere()).toEqual(['api/hello.js'])
  })

  it('takes the only file that looks like a function, and asks for names where there are several', async () => {
    expect((await init('--dry-run')).stderr).toContain('The function is ./api/hello.js')
    write('api/other.js', '')
    const several = await init()
    expect(several).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('./api/hello.js ./api/other.js'),
    })
  })

  it('takes a Python function for one too, and no test of it', async () => {
    write('lambda/lambda_function.py', '')
    write('lambda/test_lambda_function.py', '')
    expect((await init()).stderr).toContain('./api/hello.js ./lambda/lambda_function.py')
    expect((await init()).stderr).not.toContain('test_lambda_function')
  })

  it.each([
    [['./api/helo.js'], './api/hello.js'],
    [['./api'], 'is a folder'],
    [['./api/hello'], './api/hello.js'],
    [['a=./api/hello.js', 'a=./api/hello.js'], 'names two functions "a"'],
    [['--target', 'a=https://one.example/', '--target', 'a=https://two.example/'], 'two targets "a"'],
    [[import.meta.filename], 'all that a CI job checks out'],
    [['--target', 'mine=https://host.example/?key=secret'], 'key=env:KEY'],
    [['--target', 'mine=https://user:secret@host.example/'], 'key=env:KEY'],
    [['--target', 'mine=https://host.example/?key=100%25'], 'key=env:KEY'],
    [['--target', target, '--setup', 'npm ci'], '--setup has no effect'],
    [['./api/hello.js', '--fail-if-slower', 'ten'], '10%'],
    [['./api/hello.js', '--setup', 'a\nb'], 'one line'],
    [['./api/hello.js', '--ci', 'gitlab', '--history', 'branch'], '--history artifact'],
    [['./api/hello.js', '--ci', 'jenkins'], 'github, gitlab, shell'],
  ])('refuses %j', async (words, said) => {
    const { code, stderr } = await init(...words)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
    expect(stderr).not.toContain('secret@')
    expect(await filesThere()).toEqual(['api/hello.js'])
  })

  it('works in a folder of a repository: the workflows are at its top, their shells in the folder', async () => {
    write('packages/a b/handler.mjs', 'export const handler = () => {}\n')
    write('package-lock.json', '{}')
    const folder = join(cwd, 'packages/a b')
    const { code } = await runInProcess(['init', './handler.mjs', '--history', 'artifact'], { cwd: folder })
    expect(code).toBe(0)
    const daily = parse(read('.github/workflows/cold-starts-daily.yml'))
    expect(daily.defaults.run['working-directory']).toBe('packages/a b')
    expect(daily.jobs.record.steps.at(-1).with.path).toBe('packages/a b/results/')
    expect(daily.jobs.record.steps.find(({ name }: { name?: string }) => name === 'ready to run').run).toBe(
      'cd ../.. && npm ci',
    )
    expect(await filesThere()).toContain('packages/a b/coldstart.config.json')
  })

  it.each(['branch', 'artifact', 'folder'])('says where the history lives: %s', async (place) => {
    await init('./api/hello.js', '--target', target, '--history', place)
    for (const name of ['daily', 'idle'])
      expect(read(`.github/workflows/cold-starts-${name}.yml`)).toMatch(/^# Recorded runs live in /m)
  })

  it('writes jobs for GitLab beside a pipeline of the user’s, and says how it takes them in', async () => {
    write('.gitlab-ci.yml', 'test:\n  script: [npm test]\n')
    const { code, stderr } = await init('./api/hello.js', '--target', target)
    expect(code).toBe(0)
    expect(stderr).toContain('local: .gitlab/cold-starts.yml')
    expect(read('.gitlab-ci.yml')).toBe('test:\n  script: [npm test]\n')
    const jobs = parse(read('.gitlab/cold-starts.yml'))
    expect(Object.keys(jobs)).toEqual(['cold-starts', 'cold-starts-daily', 'cold-starts-idle'])
    expect(jobs['cold-starts'].artifacts.reports).toEqual({
      junit: 'cold-starts.xml',
      metrics: 'cold-starts.txt',
    })
  })

  it('gives its jobs only words that coldstart knows', async () => {
    const known = [...benchOptions, ...comment.options].flatMap(
      ({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? [],
    )
    for (const ci of ['github', 'gitlab', 'shell']) {
      cwd = temporaryFolder()
      write('f.mjs', 'export const handler = () => {}\n')
      await init('./f.mjs', '--target', target, '--ci', ci, '--setup', 'npm ci')
      const texts = (await filesThere()).filter((path) => /\.(?:yml|sh)$/.test(path)).map(read)
      const calls =
        texts
          .join('\n')
          .replaceAll('\\\n', ' ')
          .match(/npx --yes coldstart@.*/g) ?? []
      expect(calls.length).toBeGreaterThan(1)
      const flags = calls.flatMap((call) => call.slice('npx --yes'.length).match(/(?<= )--[\w-]+/g) ?? [])
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([])
    }
  })
})
