import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/core/result.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { bin } from '../support/start-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { askRedis, SECRET, startTarget, startWorker } from '../support/vantage-point.ts'

const title = 'bench --workers'

const keysOf = (port: number) => askRedis(port, 'KEYS', '*')

const run = (words: readonly string[]) => runInProcess(['bench', ...words, '-q'], { clock: systemClock })

describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (to enable: ${redisInstallation})`, () => {
  it('measures from every vantage point, each sample with its lateness, and keeps secrets out of Redis', async () => {
    const { url, folder } = await startRedis()
    const { origin, seen } = await startTarget()
    await Promise.all(['fra1', 'nrt1'].map((name) => startWorker(url, name, origin, ['--allow-env', 'KEY'])))
    const target = ['--target', `mine=${origin}/a?k=env:KEY`, '--header', 'x-key: env:KEY']
    const plan = ['--idle', '500ms', '--cold', '2', '--warm', '2', '--format', 'json', '--samples']
    const { code, stdout, stderr, cwd } = await run(['--workers', url, ...target, ...plan, '-o', 'page.html'])
    expect(code, stderr).toBe(0)
    const { samples, summaries, parts = [] } = JSON.parse(stdout) as Result
    expect(parts.map(({ name }) => name)).toEqual(['fra1', 'nrt1'])
    expect(summaries.map(({ target: name }) => name)).toEqual(['mine@fra1', 'mine@nrt1'])
    expect(samples).toHaveLength(8)
    for (const { vantage, target: at, lateMs, idleMs, intended, plannedIdleMs = 0 } of samples) {
      expect(at).toBe(`mine@${vantage}`)
      expect(lateMs).toBeGreaterThanOrEqual(0)
      if (intended === 'cold' && idleMs !== undefined)
        expect(idleMs).toBeGreaterThanOrEqual(plannedIdleMs - 10)
    }
    expect(seen).toEqual(Array(8).fill(`/a?k=${SECRET} ${SECRET}`))
    const page = readFileSync(join(cwd, 'page.html'), 'utf8')
    expect(page).toContain('mine@fra1')
    expect(page).toContain('mine@nrt1')
    const kept = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    expect(kept.join('')).toContain('env:KEY')
    expect(kept.join('') + stdout + page).not.toContain(SECRET)
  })

  it('sends nothing that its worker does not allow, and says so of every sample', async () => {
    const { url } = await startRedis()
    const { origin, seen } = await startTarget()
    await startWorker(url, 'fra1', 'https://*.example.com')
    const plan = ['--idle', '100ms', '--cold', '1', '--warm', '1', '--format', 'json', '--samples']
    const { stdout } = await run(['--workers', url, '--target', `mine=${origin}/`, ...plan])
    const { samples, warnings } = JSON.parse(stdout) as Result
    expect(samples.map(({ error }) => error?.kind)).toEqual(['void', 'void'])
    expect(samples[0]?.error?.message).toMatch(/was not sent.*--allow does not name/)
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'void' }))
    expect(seen).toEqual([])
  })

  it('refuses a Redis that may forget, with the two lines to set; accepted loss is in the result', async () => {
    const { url } = await startRedis(['--appendonly', 'no'])
    const { origin } = await startTarget()
    const words = [
      '--workers',
      url,
      '--target',
      `mine=${origin}/`,
      '--idle',
      '100ms',
      '--cold',
      '1',
      '--warm',
      '0',
    ]
    const refused = await run(words)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('appendonly is no, appendfsync is everysec')
    expect(refused.stderr).toContain('"appendonly yes" and "appendfsync always"')
    await startWorker(url, 'fra1', origin, ['--accept-loss'])
    const { code, stdout, stderr } = await run([...words, '--accept-loss', '--format', 'json'])
    expect(code, stderr).toBe(0)
    const { config, warnings } = JSON.parse(stdout) as Result
    expect(config.acceptLoss).toBe(true)
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'loss-accepted' }))
  })

  it('is ended by resume --cancel: what was not begun is taken out of Redis, never sent, and void', async () => {
    const { url, port } = await startRedis()
    const { origin, seen } = await startTarget()
    await startWorker(url, 'fra1', origin)
    const cwd = temporaryFolder()
    const words = ['bench', '--workers', url, '--target', `mine=${origin}/`, '--idle', '1h', '--cold', '3']
    const env = { PATH: process.env.PATH, HOME: cwd }
    const coordinator = spawn(process.execPath, [bin, ...words, '--warm', '1'], { cwd, env, stdio: 'ignore' })
    await expect.poll(() => keysOf(port)).toMatch(/:enqueued$/m)
    coordinator.kill('SIGKILL')
    await once(coordinator, 'exit')
    expect(keysOf(port)).toMatch(/vantage-fra1:2/)
    const { code, stdout, stderr } = await runInProcess(
      ['resume', '--cancel', '--format', 'json', '--samples'],
      { cwd, clock: systemClock },
    )
    expect(code, stderr).toBe(1)
    const { samples, warnings } = JSON.parse(stdout) as Result
    expect(samples.map(({ error }) => error?.message)).toEqual(
      Array(4).fill('It was not sent, and it is not sent again: the run was cancelled'),
    )
    expect(warnings.find(({ code: kind }) => kind === 'void')?.message).toContain(
      '4 were not sent, 0 may have been',
    )
    expect(keysOf(port)).not.toMatch(/:run:|vantage-fra1:2/)
    expect(seen).toEqual([])
  })

  it('loses, doubles and repeats nothing when each part of it is killed once, and a worker stopped past its lock', async () => {
    const script = fileURLToPath(new URL('../../benchmarks/worker-kills.mjs', import.meta.url))
    const env = { ...process.env, TMPDIR: temporaryFolder() }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, '--kills', '1', '--freezes', '1', '--targets', '8', '--idle', '6s'],
      { env },
    )
    expect(stdout).toContain('no sample lost, none doubled, none sent twice')
    expect(stdout).toContain('24 samples of 24')
    expect(stdout).toContain('longer than its lock: 1 times, void: 1')
  })
})

it('plans a day of many targets and places so that none is called before its idle period is over', async () => {
  const script = fileURLToPath(new URL('../../benchmarks/worker-scale.mjs', import.meta.url))
  const words = ['--targets', '40', '--vantages', '5', '--rounds', '6']
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...words])
  expect(stdout).toContain('1200 jobs, 1200 sent')
  expect(Number(/shortest idle period (\d+) ms/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(180_000)
})
