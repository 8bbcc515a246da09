import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeFiles } from '../../support/git-repository.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SECRETS = ['planted-env-4711', 'planted-header-4711', 'planted-body-4711', 'planted-query-4711']
const [secretEnv, secretHeader, secretBody, secretQuery] = SECRETS as [string, string, string, string]
const small = ['--cold', '2', '--warm', '0', '--verbose', '--debug']

/** A function that answers with all that it is given, and fails without it. */
const QUOTING = `export default async (request) => {
  const all = [process.env.TOKEN, request.headers.get('x-key'), await request.text(), request.url].join(' ')
  if (all.split('4711').length < 3) throw new Error('given only ' + all)
  console.log(all)
  return new Response(all, { status: 404, headers: { 'x-all': encodeURIComponent(all) } })
}\n`

/** The run file without its footer and last sample, as a kill leaves it. */
function makeUnfinished(cwd: string): void {
  const name = readdirSync(join(cwd, 'results')).find((file) => file.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${lines.slice(0, -2).join('\n')}\n`)
}

function readAll(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? readAll(path) : readFileSync(path, 'utf8')))
    .join('\n')
}

function expectNone(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret)
}

describe('what a function is given and asked with', () => {
  it('is in no output and no file, typed or read from a variable, and Next can be pasted', async () => {
    const cwd = temporaryFolder()
    writeFiles(cwd, { 'f.mjs': QUOTING, 'body.txt': secretBody })
    const env = { MY_TOKEN: secretEnv, MY_KEY: secretHeader, MY_CODE: secretQuery }
    const typed = [
      './f.mjs',
      '--provider',
      'netlify',
      '--env',
      `TOKEN=${secretEnv}`,
      '--header',
      `x-key: ${secretHeader}`,
      '--method',
      'POST',
      '--body',
      secretBody,
      '--path',
      `/.netlify/functions/f?code=${secretQuery}`,
    ]
    const read = [
      './f.mjs',
      '--provider',
      'netlify',
      '--env',
      'TOKEN=env:MY_TOKEN',
      '--header',
      'x-key: env:MY_KEY',
      '--method',
      'POST',
      '--body',
      '@body.txt',
      '--path',
      '/.netlify/functions/f?code=env:MY_CODE',
    ]
    const first = await runInProcess(['bench', ...typed, ...small], { cwd })
    const second = await runInProcess(['bench', ...read, ...small], { cwd, env })
    const third = await runInProcess(['report', 'latest', '--format', 'json'], { cwd })
    for (const { stdout, stderr } of [first, second, third]) expectNone(stdout + stderr)
    expect(first.stderr).toContain(`--env TOKEN=… --header 'x-key: …' --method POST --body …`)
    expect(second.stderr).toContain(
      `--header 'x-key: env:MY_KEY' --method POST --body @body.txt --path '/.netlify/functions/f?code=env:MY_CODE'`,
    )
    expect(third.stdout).toContain('status 404')
    expectNone(readAll(join(cwd, 'results')) + readAll(join(cwd, '.coldstart')))
  })

  it('is read again by resume where a variable or a file has it, and refused where it has changed', async () => {
    const cwd = temporaryFolder()
    writeFiles(cwd, { 'f.mjs': QUOTING, 'body.txt': secretBody, '.env': `TOKEN=${secretEnv}\n` })
    const env = { MY_KEY: secretHeader, MY_CODE: secretQuery }
    const words = [
      './f.mjs',
      '--provider',
      'netlify',
      '--env-file',
      '.env',
      '--header',
      'x-key: env:MY_KEY',
      '--method',
      'POST',
      '--body',
      '@body.txt',
      '--path',
      '/.netlify/functions/f?code=env:MY_CODE',
      '--expect-status',
      '404',
    ]
    expect((await runInProcess(['bench', ...words, ...small], { cwd, env })).code).toBe(0)
    makeUnfinished(cwd)
    const resume = (...argv: string[]) => runInProcess(['resume', ...argv], { cwd, env })
    expect(await resume('--env', 'TOKEN=x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not ask for --env TOKEN'),
    })
    for (const changed of [{ MY_KEY: 'another-one' }, { MY_CODE: 'another-one' }]) {
      const { code, stderr } = await runInProcess(['resume'], { cwd, env: { ...env, ...changed } })
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is not what the run was started with'),
      })
    }
    writeFiles(cwd, { '.env': 'TOKEN=another\n' })
    expect(await resume()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--env-file is not what'),
    })
    writeFiles(cwd, { '.env': `TOKEN=${secretEnv}\n` })
    expect(await resume()).toMatchObject({ code: 0 })
  })

  it('is asked for again by resume where it was typed, word for word', async () => {
    const cwd = temporaryFolder()
    const file = `export const handler = async (event) => { if (event.pin !== 4711 || process.env.TOKEN !== '${secretEnv}') throw new Error('no'); return 1 }\n`
    const config = {
      functions: { one: { entry: './fn/f.mjs', event: { pin: 4711 }, env: { TOKEN: secretEnv } } },
    }
    writeFiles(cwd, {
      'fn/f.mjs': file,
      'fn/package.json': '{}',
      'coldstart.config.json': JSON.stringify(config),
      'event.json': '{ "pin": 4711 }',
      'other.json': '{}',
    })
    expect((await runInProcess(['bench', ...small], { cwd })).code).toBe(0)
    makeUnfinished(cwd)
    writeFiles(cwd, { 'coldstart.config.json': '{}' })
    const resume = (...argv: string[]) => runInProcess(['resume', ...argv], { cwd })
    expect(await resume()).toMatchObject({ code: 2, stderr: expect.stringContaining('Give it again') })
    const other = await resume('--env', `TOKEN=${secretEnv}`, '--event', 'other.json')
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--event is not what') })
    const again = await resume('--env', `TOKEN=${secretEnv}`, '--event', 'event.json')
    expect(again).toMatchObject({ code: 0 })
    expectNone(other.stderr + again.stderr + readAll(join(cwd, 'results')))
  })

  it('is read again from the configuration file, which must say what it said', async () => {
    const cwd = temporaryFolder()
    const config = (token: string, pin: number, body: string) => ({
      headers: { 'x-key': secretHeader },
      functions: {
        one: { entry: './f.mjs', provider: 'lambda', event: { pin }, env: { TOKEN: token } },
        two: { entry: './g.mjs', provider: 'netlify', method: 'POST', body, expectStatus: 404 },
      },
    })
    const write = (...all: Parameters<typeof config>) =>
      writeFiles(cwd, { 'coldstart.config.json': JSON.stringify(config(...all)) })
    writeFiles(cwd, {
      'f.mjs': `export const handler = async (event) => { if (event.pin !== 4711 || process.env.TOKEN !== '${secretEnv}') throw new Error('no'); return 1 }\n`,
      'g.mjs': `export default async (req) => new Response(req.headers.get('x-key'), { status: (await req.text()) === '${secretBody}' ? 404 : 500 })\n`,
    })
    write(secretEnv, 4711, secretBody)
    expect((await runInProcess(['bench', ...small], { cwd })).code).toBe(0)
    makeUnfinished(cwd)
    const resume = (...argv: string[]) => runInProcess(['resume', ...argv], { cwd })
    const changes: readonly [Parameters<typeof config>, string][] = [
      [['another', 4711, secretBody], '--env TOKEN'],
      [[secretEnv, 4712, secretBody], '--event'],
      [[secretEnv, 4711, 'another'], '--body'],
    ]
    for (const [changed, option] of changes) {
      write(...changed)
      const { code, stderr } = await resume()
      expect({ code, stderr }).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${option} is not what the run was started with`),
      })
    }
    write(secretEnv, 4711, secretBody)
    const { code, stderr } = await resume()
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expectNone(stderr + readAll(join(cwd, 'results')))
  })
})
