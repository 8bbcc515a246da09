import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import type { MeasuredWaits } from '../../../src/core/measured-waits.ts'
import { createJournal } from '../../../src/store/journal.ts'
import { fakeIo } from '../../support/fake-io.ts'
import { startHttpServer } from '../../support/loopback-server.ts'
import { headerFor } from '../../support/scripted-run.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A small bench of a function that counts how often it was asked. */
async function benchIn(cwd: string, ...more: string[]) {
  let invocations = 0
  const server = await startHttpServer((_, response) => {
    invocations++
    response.setHeader('cache-control', 'no-store').end('{}')
  })
  onTestFinished(() => server.close())
  const io = fakeIo({ cwd })
  const argv = [
    'bench',
    '--target',
    `a=${server.origin}/`,
    '--cold',
    '1',
    '--warm',
    '2',
    '--idle',
    '1ms',
    '--quiet',
  ]
  return { code: await main([...argv, ...more], io), ...io.written, invocations: () => invocations }
}

test('where results/ cannot be made, nothing is invoked and the error says what to do', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'results'), 'not a folder')
  const { code, stdout, stderr, invocations } = await benchIn(cwd)
  expect({ code, stdout, invocations: invocations() }).toEqual({ code: 1, stdout: '', invocations: 0 })
  expect(stderr).toMatch(/results cannot be written: .*\n {2}Work in a folder that can be written to/)
})

test.skipIf(process.getuid?.() === 0)(
  'a read-only results/ is refused before anything is invoked (not tested as root)',
  async () => {
    const cwd = temporaryFolder()
    mkdirSync(join(cwd, 'results'))
    chmodSync(join(cwd, 'results'), 0o555)
    const { code, stderr, invocations } = await benchIn(cwd)
    chmodSync(join(cwd, 'results'), 0o755)
    expect({ code, invocations: invocations() }).toEqual({ code: 1, invocations: 0 })
    expect(stderr).toContain('cannot be written')
  },
)

test('a run leaves its journal and its result, and the result is of the journal', async () => {
  const cwd = temporaryFolder()
  const { code } = await benchIn(cwd)
  expect(code).toBe(0)
  const names = readdirSync(join(cwd, 'results')).sort()
  expect(names).toEqual([expect.stringMatching(/\.json$/), expect.stringMatching(/\.jsonl$/)])
  const result = JSON.parse(readFileSync(join(cwd, 'results', names[0] ?? ''), 'utf8'))
  const journal = readFileSync(join(cwd, 'results', names[1] ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
  expect(journal.map((line) => JSON.parse(line).type)).toEqual([
    'header',
    'sample',
    'sample',
    'sample',
    'footer',
  ])
  expect(result.samples).toBeUndefined()
  const rounds = result.waits.map(({ intended, rounds }: MeasuredWaits) => [intended, rounds])
  expect(rounds).toEqual([
    ['cold', [0]],
    ['warm', [0]],
    ['warm', [0]],
  ])
  expect(result.run.status).toBe('finished')
})

test('resuming a run that a newer coldstart wrote is refused, and its file stays as it is', async () => {
  const cwd = temporaryFolder()
  await benchIn(cwd)
  const name = readdirSync(join(cwd, 'results')).find((file) => file.endsWith('.jsonl')) ?? ''
  const path = join(cwd, 'results', name)
  const newer = readFileSync(path, 'utf8').replace('"schemaVersion":1', '"schemaVersion":9')
  writeFileSync(path, newer)
  const io = fakeIo({ cwd })
  expect(await main(['resume', name.slice(0, -'.jsonl'.length)], io)).toBe(1)
  expect(io.written.stderr).toContain('was written by a newer coldstart (schema 9')
  expect(readFileSync(path, 'utf8')).toBe(newer)
  expect(existsSync(`${path}.lock`)).toBe(false)
})

test('a URL cannot be forced cold, which is said before anything is invoked or written', async () => {
  const cwd = temporaryFolder()
  const { code, stderr, invocations } = await benchIn(cwd, '--cold-by', 'evict')
  expect({ code, invocations: invocations() }).toEqual({ code: 2, invocations: 0 })
  expect(stderr).toContain('a cannot be forced cold: coldstart knows only its URL.')
  expect(readdirSync(cwd)).toEqual([])
})

test('a run that another coldstart is writing cannot be resumed', async () => {
  const cwd = temporaryFolder()
  const journal = await createJournal(join(cwd, 'results', 'run-1.jsonl'), headerFor({}, []))
  const io = fakeIo({ cwd })
  expect(await main(['resume', 'run-1'], io)).toBe(1)
  await journal.close()
  expect(io.written.stderr).toContain('is being written by another coldstart')
})
