import { execFile } from 'node:child_process'
import { platform } from 'node:os'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { packageFolder } from '../../src/core/built-entry.ts'
import { benchDeployed, coldsOf, type SeenSample, startClouds } from '../support/deployed-bench.ts'
import { writeFiles } from '../support/git-repository.ts'
import { isFrameworkInstalled } from '../support/google-stand-in/engine-host.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const HANDLER = 'export default { fetch: () => new Response("ok") }'
const clouds = ['lambda', 'vercel', 'netlify', 'google'] as const

describe('what goes to a cloud', () => {
  it('is named for each provider by a dry run: function, size, files, hash, and what is left out', async () => {
    const cwd = temporaryFolder()
    writeFiles(cwd, {
      'package.json': '{"type":"module"}',
      'fn.js': HANDLER,
      '.env.production': 'SECRET=1',
      '.npmrc': '//registry.example/:_authToken=planted',
      'results/old.jsonl': '{}',
    })
    const words = ['bench', 'fn.js', '--provider', clouds.join(), '--deploy', '--dry-run']
    const { code, stdout, stderr } = await runInProcess(words, { cwd })
    expect(code, stderr).toBe(0)
    for (const cloud of clouds)
      expect(stdout).toMatch(
        new RegExp(
          `^${cloud}: package of fn\\.js: \\d+ files, [\\d.]+ (?:kB|bytes), sha256 [0-9a-f]{12}\\n  left out: \\.env\\.production, \\.npmrc, results$`,
          'm',
        ),
      )
  })

  it.skipIf(platform() === 'win32')('may have more files than a process may have open', async () => {
    const cwd = temporaryFolder()
    const many = Array.from({ length: 2100 }, (_, index) => [`data/${index}.txt`, 'x'])
    writeFiles(cwd, { 'package.json': '{"type":"module"}', 'fn.js': HANDLER, ...Object.fromEntries(many) })
    const line = `ulimit -n 256; exec "$0" ${packageFolder()}/bin/coldstart.js bench fn.js --provider lambda,vercel --deploy --dry-run`
    const env = { PATH: process.env.PATH, HOME: cwd }
    const { stdout } = await promisify(execFile)('sh', ['-c', line, process.execPath], { cwd, env })
    expect(stdout).toMatch(/lambda: package of fn\.js: 21\d\d files/)
  })
})

describe('several functions of the config file, each with its own request and environment', () => {
  it('are deployed side by side to their clouds, and no value is written anywhere', async () => {
    const cwd = temporaryFolder()
    const functions = [
      {
        name: 'orders',
        entry: './api/orders.js',
        provider: ['vercel'],
        env: { TABLE: 'planted-orders' },
        headers: { 'x-a': '1' },
        method: 'POST',
        body: '{"id":7}',
        timeout: '20s',
      },
      {
        name: 'users',
        entry: './users.mjs',
        provider: ['lambda'],
        env: { TABLE: 'planted-users' },
        event: { id: 3, nonce: '{{nonce}}' },
      },
    ]
    writeFiles(cwd, {
      'package.json': '{}',
      'coldstart.config.json': JSON.stringify({ functions }),
      'api/orders.js': `module.exports = (req, res) => {
  const isRight = process.env.TABLE === 'planted-orders' && req.headers['x-a'] === '1' && req.method === 'POST' && req.body.id === 7
  res.status(isRight ? 200 : 500).send('')
}`,
      'users.mjs': `export const handler = async (event) => {
  if (process.env.TABLE !== 'planted-users' || event.id !== 3) throw new Error('not as asked')
}`,
    })
    const running = await startClouds(['lambda', 'vercel'])
    const { samples, stderr } = await benchDeployed(['--memory', '512,2048'], { env: running.env, cwd })
    expect([...new Set(samples.map(({ target }) => target))].sort()).toEqual([
      'orders',
      'users/2048MB',
      'users/512MB',
    ])
    expect(stderr).toContain('it has no function of 512 MB')
    expect(running.contents()).toEqual([])
    const written = await promisify(execFile)('grep', ['-rl', 'planted-', '.coldstart', 'results'], {
      cwd,
    }).catch(({ code }: { code: number }) => code)
    expect(written).toBe(1)
  })
})

it.skipIf(!isFrameworkInstalled())(
  'one file runs on four clouds in one run, in each size of memory that they have',
  async () => {
    const cwd = temporaryFolder()
    writeFiles(cwd, {
      'package.json': '{}',
      'fn.mjs': `export default { fetch: () => new Response('here') }`,
    })
    const running = await startClouds(clouds)
    const words = 'bench ./fn.mjs --provider lambda,vercel,netlify,google --deploy --memory 512,1769'
    const few = '--yes --cold 1 --warm 0 --cold-by evict --format json --samples --quiet'
    const { code, stdout, stderr } = await runInProcess(`${words} ${few}`.split(' '), {
      env: running.env,
      cwd,
    })
    expect(code, stderr).toBe(0)
    const samples: readonly SeenSample[] = JSON.parse(stdout).samples
    expect([...new Set(samples.map(({ target }) => target))].sort()).toEqual([
      'google/1769MB',
      'google/512MB',
      'lambda/1769MB',
      'lambda/512MB',
      'netlify/1769MB',
      'vercel',
    ])
    expect(coldsOf(samples).map(([observed]) => observed)).toEqual(samples.map(() => 'cold'))
    expect(stderr).toContain('it has no function of 512 MB')
    expect(running.contents()).toEqual([])
    expect(running.refusals()).toEqual([])
  },
)

describe('what a cloud cannot have', () => {
  it.each([
    ['one of several functions of Google without its name', 'google', 'index.js', [], 'unclear|cannot tell'],
    ['a time-out beyond the platform’s', 'netlify', 'fn.js', ['--function-timeout', '5m'], 'time-out|60 s'],
    ['a memory size that it has not', 'vercel', 'fn.js', ['--memory', '512'], '512 MB'],
  ])('is refused before the first call: %s', async (_, cloud, file, words, said) => {
    const cwd = temporaryFolder()
    writeFiles(cwd, {
      'package.json': '{}',
      'fn.js': 'exports.handler = exports.default = async () => ({ statusCode: 200 })',
      'index.js': `const functions = require('@google-cloud/functions-framework')
functions.http('first', () => {})
functions.http('second', () => {})`,
    })
    const running = await startClouds([cloud as 'google'])
    const argv = ['bench', file, '--provider', cloud, ...words, '--deploy', '--yes']
    const { code, stderr } = await runInProcess(argv, { env: running.env, cwd })
    expect(code).not.toBe(0)
    expect(stderr).toMatch(new RegExp(said))
    expect(running.calls()).toBe(0)
  })
})
