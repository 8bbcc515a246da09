import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { KeepAliveFinding } from '../../src/bench/keep-alive-findings.ts'
import { main } from '../../src/cli/main.ts'
import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { fakeIo } from '../support/fake-io.ts'
import { startHttpServer } from '../support/loopback-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createVirtualClock } from '../support/virtual-clock.ts'

const KEPT_MS = 150

/** A function on loopback whose instance is gone when nobody has called it for a while, by the clock that is given. */
async function startForgetfulFunction(clock: Clock): Promise<string> {
  let instance = { id: 'i-0', invocation: 0, startedAt: '', lastAtMs: Number.NEGATIVE_INFINITY }
  let made = 0
  const server = await startHttpServer((request, response) => {
    const now = clock.monotonicMs()
    if (now - instance.lastAtMs > KEPT_MS)
      instance = { id: `i-${++made}`, invocation: 0, startedAt: new Date().toISOString(), lastAtMs: now }
    instance.invocation++
    instance.lastAtMs = now
    const { id, invocation, startedAt } = instance
    const nonce = request.headers['x-coldstart-nonce']
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify({ message: 'Hello', nonce, instance: { id, invocation, startedAt } }))
  })
  onTestFinished(() => server.close())
  return `${server.origin}/`
}

const search = ['--from', '20ms', '--max', '2s', '--looks', '3', '--quiet', '--format', 'json']

test('finds how long an instance is kept, between a period it survived and one it did not', async () => {
  // Time passes only while the search waits, so what it calls idle is what the function was left alone for.
  const clock = createVirtualClock()
  const io = fakeIo({ cwd: temporaryFolder(), clock })
  const code = await main(
    ['keepalive', '--target', `f=${await startForgetfulFunction(clock)}`, ...search],
    io,
  )
  expect(code).toBe(0)
  const { finished, findings } = JSON.parse(io.written.stdout)
  expect(finished).toBe(true)
  const [{ target, looks, alive, medianBetween }] = findings as [KeepAliveFinding]
  expect(target).toBe('f')
  expect(alive).toBeGreaterThan(0)
  expect(looks).toBeGreaterThan(alive)
  expect(medianBetween?.afterMs).toBeLessThanOrEqual(KEPT_MS)
  expect(medianBetween?.untilMs).toBeGreaterThan(KEPT_MS)
})

test('stopped by an interrupt it says what it knows, and resume finishes the same search', async () => {
  const cwd = temporaryFolder()
  const io = fakeIo({ cwd })
  const target = `f=${await startForgetfulFunction(systemClock)}`
  const searching = main(['keepalive', '--target', target, ...search], io)
  const results = join(cwd, 'results')
  const began = () => readdirSync(cwd).includes('results') && readdirSync(results).length > 0
  while (!began()) await new Promise((done) => setTimeout(done, 5))
  io.signal('SIGINT')
  expect(await searching).toBe(130)
  expect(JSON.parse(io.written.stdout).finished).toBe(false)
  const { run } = JSON.parse(io.written.stdout)
  expect(io.written.stderr).toContain(`coldstart resume ${run}`)

  const again = fakeIo({ cwd })
  expect(await main(['resume', run, '--format', 'json', '--quiet'], again)).toBe(0)
  expect(JSON.parse(again.written.stdout)).toMatchObject({ run, finished: true })
})

test('shows a search in every format of a run, on stdout and in files, also where resume ends it', async () => {
  const cwd = temporaryFolder()
  const clock = createVirtualClock()
  const target = `f=${await startForgetfulFunction(clock)}`
  const words = ['--looks', '3', '--from', '20ms', '--max', '2s', '--quiet']
  const outputs = ['-o', 'search.json', '-o', 'search.html', '--samples']
  const io = fakeIo({ cwd, clock })
  expect(await main(['keepalive', '--target', target, ...words, '--format', 'csv', ...outputs], io)).toBe(0)
  expect(io.written.stdout).toMatch(/^record,run,/)
  const { run, findings, samples } = JSON.parse(readFileSync(join(cwd, 'search.json'), 'utf8'))
  expect(findings).toMatchObject([{ target: 'f' }])
  expect(samples.length).toBeGreaterThan(findings[0].looks)
  expect(readFileSync(join(cwd, 'search.html'), 'utf8')).toContain('<html')
  expect(JSON.parse(readFileSync(join(cwd, `results/${run}.json`), 'utf8'))).toMatchObject({
    run: { id: run },
  })
  expect(io.written.stderr).toContain(`coldstart report ${run} -o keep-alive.html`)

  // As a kill leaves it: without its footer.
  const file = join(cwd, `results/${run}.jsonl`)
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n')}\n`)
  const again = fakeIo({ cwd, clock })
  const markdown = ['-o', 'search.md', '--format', 'csv', '--quiet']
  expect(await main(['resume', run, ...markdown], again)).toBe(0)
  expect(again.written.stdout).toMatch(/^record,run,/)
  expect(readFileSync(join(cwd, 'search.md'), 'utf8')).toMatch(/^\| /m)
})
