import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RunLine } from '../../src/core/run-file.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { failuresOf, timedOf } from '../support/sample-failures.ts'
import { bin, runFileOf } from '../support/start-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { askRedis, startTarget, startWorker } from '../support/vantage-point.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const title = 'a run of workers in trouble'

/** A coordinator in a process of its own. */
function coordinate(redis: string, origin: string, plan: readonly string[]) {
  const cwd = temporaryFolder()
  const words = ['bench', '--workers', redis, '--target', `mine=${origin}/`, '--warm', '0', ...plan]
  const env = { PATH: process.env.PATH, HOME: cwd, NO_COLOR: '1' }
  const child = spawn(process.execPath, [bin, ...words], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  onTestFinished(() => {
    child.kill('SIGKILL')
    return ended.then(() => {})
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  return { child, cwd, ended, said: () => said }
}

const linesOf = (cwd: string) =>
  runFileOf(cwd)
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunLine)

const samplesOf = (cwd: string) =>
  linesOf(cwd).flatMap((line) => (line.type === 'sample' ? [line.sample] : []))

/** No sample failed; with 0, or with 1 where this machine was too busy to time any. */
async function endsWell(run: ReturnType<typeof coordinate>): Promise<void> {
  const code = await run.ended
  const samples = samplesOf(run.cwd)
  expect(failuresOf(samples), run.said()).toEqual([])
  expect(code, run.said()).toBe(timedOf(samples).length > 0 ? 0 : 1)
}

const resume = (cwd: string, ...words: string[]) =>
  runInProcess(['resume', ...words, '-q'], { cwd, clock: systemClock })

async function kill(child: ChildProcess) {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (to enable: ${redisInstallation})`, () => {
  it('has one coordinator at a time', async () => {
    const { url } = await startRedis()
    const { origin } = await startTarget()
    await startWorker(url, 'fra1', origin)
    const first = coordinate(url, origin, ['--idle', '1h', '--cold', '1'])
    await expect.poll(() => linesOf(first.cwd).length).toBeGreaterThan(0)
    const second = await resume(first.cwd)
    expect(second).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('measured by another coldstart'),
    })
    expect(first.child.exitCode).toBe(null)
  })

  it('is over for a copy of its file that is resumed once everything was collected: nothing is sent', async () => {
    const { url } = await startRedis()
    const { origin, seen } = await startTarget()
    await startWorker(url, 'fra1', origin)
    const first = coordinate(url, origin, ['--idle', '1s', '--cold', '1'])
    await endsWell(first)
    const copy = temporaryFolder()
    mkdirSync(join(copy, 'results'))
    const [header = ''] = runFileOf(first.cwd).split('\n')
    writeFileSync(join(copy, 'results', `${JSON.parse(header).run}.jsonl`), `${header}\n`)
    const late = await resume(copy)
    expect(late).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Another coordinator has collected'),
    })
    expect(seen).toHaveLength(1)
  })

  it('goes on beside another run in the same Redis, at the same worker', async () => {
    const { url } = await startRedis()
    const { origin, seen } = await startTarget()
    await startWorker(url, 'fra1', origin)
    const runs = ['a', 'b'].map((path) =>
      coordinate(url, `${origin}/${path}`, ['--idle', '1s', '--cold', '2']),
    )
    await Promise.all(runs.map(endsWell))
    for (const { cwd } of runs) {
      const run = linesOf(cwd).flatMap((line) => (line.type === 'header' ? [line.run] : []))
      expect(run).toHaveLength(1)
      expect(samplesOf(cwd)).toHaveLength(2)
    }
    expect([...seen].sort()).toEqual(['/a/', '/a/', '/b/', '/b/'])
  })

  it('is refused for workers of another version of coldstart, and waits for one of its own where they take its place', async () => {
    const { url } = await startRedis()
    const { origin, seen } = await startTarget()
    const other = await startWorker(url, 'fra1', origin, [], otherVersion())
    const refused = await runInProcess(
      ['bench', '--workers', url, '--target', `mine=${origin}/`, '--idle', '1s', '--cold', '1', '-q'],
      { clock: systemClock },
    )
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/fra1 \(coldstart 99\.0\.0\)/) })
    const own = await startWorker(url, 'fra1', origin)
    const run = coordinate(url, origin, ['--idle', '10s', '--cold', '1'])
    await expect.poll(() => linesOf(run.cwd).length).toBeGreaterThan(0)
    await kill(own.child)
    await expect.poll(run.said).toMatch(/but one of coldstart 99\.0\.0, which takes nothing of this run/)
    expect(other.said()).not.toContain('void')
    await startWorker(url, 'fra1', origin)
    await endsWell(run)
    expect(samplesOf(run.cwd)).toHaveLength(1)
    expect(seen).toHaveLength(1)
  })

  it('ends with void samples where Redis has forgotten it, also for who resumes it, and sends none again', async () => {
    const { url, port } = await startRedis()
    const { origin, seen } = await startTarget()
    await startWorker(url, 'fra1', origin)
    const run = coordinate(url, origin, ['--idle', '10s', '--cold', '3'])
    const stopped = coordinate(url, origin, ['--idle', '1h', '--cold', '1'])
    await expect.poll(() => samplesOf(run.cwd).length).toBe(1)
    await expect.poll(() => askRedis(port, 'KEYS', '*:enqueued').split('\n')).toHaveLength(3)
    await kill(stopped.child)
    askRedis(port, 'FLUSHALL')
    const code = await run.ended
    const samples = samplesOf(run.cwd)
    const errors = samples.map(({ error }) => error?.message)
    // This machine may have been too busy to time the one that was sent.
    expect(failuresOf(samples.slice(0, 1))).toEqual([])
    expect(code, run.said()).toBe(errors.includes(undefined) ? 0 : 1)
    expect(errors).toHaveLength(3)
    expect(errors[2]).toBe('It was not sent, and it is not sent again: Redis has lost the run')
    expect((await resume(stopped.cwd)).code).toBe(1)
    expect(samplesOf(stopped.cwd).map(({ error }) => error?.kind)).toEqual(['void'])
    expect(seen.length).toBeLessThanOrEqual(2)
  })

  it('and its workers end when they are told to also while Redis is away', async () => {
    const redis = await startRedis()
    const { origin } = await startTarget()
    const worker = await startWorker(redis.url, 'fra1', origin)
    const run = coordinate(redis.url, origin, ['--idle', '1h', '--cold', '1'])
    await expect.poll(() => askRedis(redis.port, 'KEYS', '*:enqueued')).toContain(':enqueued')
    await redis.kill()
    await expect.poll(run.said).toContain('Redis does not answer')
    run.child.kill('SIGINT')
    worker.child.kill('SIGINT')
    expect(await run.ended).toBe(130)
    expect(await worker.ended).toBe(0)
  })
})

/** The CLI's file of a coldstart that is as this one, but for its version. */
function otherVersion(): string {
  const folder = temporaryFolder()
  const filter = (path: string) => path !== join(root, 'dist/modules')
  for (const part of ['bin', 'dist'])
    cpSync(join(root, part), join(folder, part), { recursive: true, filter })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, version: '99.0.0' }))
  return join(folder, 'bin/coldstart.js')
}
