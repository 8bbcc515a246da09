import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { createJournal } from '../../src/store/journal.ts'
import { fakeIo } from '../support/fake-io.ts'
import { coldSample, runFileOf } from '../support/run-file.ts'
import { sampleWith } from '../support/sample-line.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { headerFor } from '../support/scripted-run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

async function run(cwd: string, argv: string[], env: Record<string, string> = {}) {
  const io = fakeIo({ cwd, env })
  return { code: await main(argv, io), ...io.written }
}

async function writeRun(folder: string, id: string, ends: 'finished' | 'killed' | 'open') {
  const journal = await createJournal(join(folder, `${id}.jsonl`), {
    ...headerFor({}, [scriptedTarget('a')]),
    run: id,
  })
  await journal.append({ type: 'sample', sample: sampleWith() })
  if (ends === 'finished')
    await journal.append({ type: 'footer', finishedAt: '2026-11-23T00:00:00.000Z', samples: 1 })
  if (ends !== 'open') await journal.close()
  return journal
}

test('runs lists finished, unfinished, running and damaged runs, and says how to go on', async () => {
  const cwd = temporaryFolder()
  const results = join(cwd, 'results')
  await writeRun(results, '2026-11-01-aaaa', 'finished')
  await writeRun(results, '2026-11-02-bbbb', 'killed')
  const open = await writeRun(results, '2026-11-03-cccc', 'open')
  writeFileSync(join(results, '2026-11-04-dddd.jsonl'), 'nonsense\n{}\n')
  const { code, stdout, stderr } = await run(cwd, ['runs'])
  await open.close()
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    '2026-11-01-aaaa  finished    1 samples  a',
    '2026-11-02-bbbb  unfinished  1 samples  a',
    '2026-11-03-cccc  running     1 samples  a',
    expect.stringMatching(/^2026-11-04-dddd {2}damaged {2}.*line 1/),
    '',
  ])
  expect(stderr).toContain('coldstart resume 2026-11-02-bbbb')
})

test('runs in an empty folder says how to start one', async () => {
  const { code, stdout, stderr } = await run(temporaryFolder(), ['runs'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toContain('coldstart bench')
})

test('config shows each setting with its value and origin', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'coldstart.config.json'), '{"idle": ["1m", "15m"]}')
  const { code, stdout } = await run(cwd, ['config'], { COLDSTART_COLD: '5' })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^cold +5 +COLDSTART_COLD$/m)
  expect(stdout).toMatch(/^idle +\[60000,900000\] +.*coldstart\.config\.json$/m)
  expect(stdout).toMatch(/^warm +30 +default$/m)
  expect(stdout).toMatch(/^seed +– +decided by the run$/m)
})

test.each(['table', 'json'])(
  'config as %s shows no value that may be secret, and where each is read',
  async (format) => {
    const cwd = temporaryFolder()
    const secret = 'planted-secret'
    const words = {
      env: { KEY: secret, TOKEN: 'env:TOKEN' },
      headers: { authorization: `Bearer ${secret}` },
      body: `{"password":"${secret}"}`,
      event: { key: secret },
      path: `/a?code=${secret}`,
    }
    const targets = { mine: `https://ada:${secret}@example.com/?code=${secret}` }
    const file = { ...words, targets, functions: { own: { entry: './h.mjs', ...words } } }
    writeFileSync(join(cwd, 'coldstart.config.json'), JSON.stringify(file))
    const { code, stdout, stderr } = await run(cwd, ['config', '--format', format])
    expect(code, stderr).toBe(0)
    expect(stdout + stderr).not.toContain(secret)
    expect(stdout).toContain('env:TOKEN')
    expect(stdout).toContain('authorization')
  },
)

test.each(['headers', 'env'])('what is wrong with %s is said without quoting it', async (key) => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'coldstart.config.json'), JSON.stringify({ [key]: ['Bearer planted-secret'] }))
  const { code, stderr } = await run(cwd, ['config'])
  expect(code).toBe(2)
  expect(stderr).toContain('is not written as')
  expect(stderr).not.toContain('planted-secret')
})

test('a configuration file with a key that does not exist is an error with a suggestion and exit code 2', async () => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, 'sub'))
  writeFileSync(join(cwd, 'coldstart.config.json'), '{"iddle": "1m"}')
  const { code, stderr } = await run(join(cwd, 'sub'), ['config'])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /coldstart\.config\.json sets "iddle", which is not a setting\.\n {2}Did you mean idle\?/,
  )
})

function recordLabelled(label: string): string {
  const cwd = temporaryFolder()
  const { header } = runFileOf([coldSample('lambda', 67.4)])
  const code = { gitCommit: '0123456789abcdef', gitBranch: 'main', gitDirty: true }
  const environment = { ...header.environment, ...code }
  const lines = [
    { ...header, run: 'r1', config: { label }, environment },
    {
      type: 'footer',
      finishedAt: '2026-11-23T00:00:00.000Z',
      samples: 0,
      figures: [{ target: 'lambda', coldBy: 'idle', n: 10, p50Ms: 67.41 }],
    },
  ]
  mkdirSync(join(cwd, 'results'))
  writeFileSync(join(cwd, 'results', 'r1.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return cwd
}

test('runs shows what a run is called, its revision, and the medians that its footer carries', async () => {
  expect((await run(recordLabelled('after the fix'), ['runs'])).stdout).toBe(
    'r1  finished    0 samples  lambda p50 67.4 ms (n = 10)  "after the fix", main 012345678+\n',
  )
})

test('a label of several lines is one line of runs, and no command to a terminal or a runner', async () => {
  const cwd = recordLabelled('one\r\n::error::two\n\nr2  finished\u001b[31m')
  expect((await run(cwd, ['runs'])).stdout).toMatch(
    /^r1 .*"one \\u003a:error::two r2 {2}finished\\u001b\[31m", main 012345678\+\n$/,
  )
})
