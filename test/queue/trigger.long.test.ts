import { describe, expect, it } from 'vitest'
import type { ProbeRequest } from '../../src/core/probe-request.ts'
import type { Result } from '../../src/core/result.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { openRedis } from '../../src/queue/open-redis.ts'
import { readRedisAccess } from '../../src/queue/redis-address.ts'
import { startConsumer } from '../../src/queue/trigger/start-consumer.ts'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { timedOf } from '../support/sample-failures.ts'

const title = 'bench --trigger queue'
const words = ['bench', '--provider', 'lambda', '--cold', '3', '--warm', '6', '-q', '--trigger', 'queue']

describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (to enable: ${redisInstallation})`, () => {
  it('measures enqueue → function start → done, cold and warm, and leaves nothing in Redis', async () => {
    const redis = await startRedis()
    const line = [...words, '--redis', redis.url, '--format', 'json', '--samples']
    const { code, stdout, stderr } = await runInProcess(line, { clock: systemClock })
    expect(code, stderr).toBe(0)
    const { samples, summaries, config } = JSON.parse(stdout) as Result
    expect(config.trigger).toBe('queue')
    const measured = samples.filter(({ coldBy }) => coldBy !== 'first')
    expect(measured.map(({ intended }) => intended).sort()).toEqual([
      ...Array(3).fill('cold'),
      ...Array(6).fill('warm'),
    ])
    const timed = timedOf(measured)
    for (const kind of ['cold', 'warm']) expect(timed.map(({ observed }) => observed)).toContain(kind)
    for (const { queue, phases, breakdown = {}, error, intended, observed } of timed) {
      expect({ error, observed }).toEqual({ error: undefined, observed: intended })
      const { pickedUpMs = 0, startedMs = 0, doneMs = 0 } = queue ?? {}
      expect(pickedUpMs).toBeLessThanOrEqual(startedMs)
      expect(startedMs).toBeLessThanOrEqual(doneMs)
      expect(phases.waitMs).toBe(doneMs)
      const parts = Object.values(breakdown).filter((part) => typeof part === 'number')
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(doneMs, 1)
    }
    expect(summaries[0]?.queue?.cold?.doneMs).toBeGreaterThan(summaries[0]?.queue?.warm?.doneMs ?? 0)
    const access = await readRedisAccess(
      { redis: redis.url, option: '--redis' },
      { cwd: process.cwd(), env: {} },
    )
    const client = openRedis(access)
    expect(await client.dbsize()).toBe(0)
    client.disconnect()
  })

  it('fails the requests for a worker that has ended, each by itself', async () => {
    const { url } = await startRedis()
    const access = await readRedisAccess({ redis: url, option: '--redis' }, { cwd: process.cwd(), env: {} })
    const consumer = await startConsumer({ access, queue: 'test' })
    consumer.stop()
    const request: ProbeRequest = { url: 'http://127.0.0.1:1', method: 'GET', headers: {} }
    for (const call of [1, 2])
      await expect(consumer.hold(call, request, { connection: 'fresh' })).rejects.toThrow('has ended')
    consumer.stop()
  })

  it('says which Redis does not answer, before anything is deployed', async () => {
    const redis = await startRedis()
    await redis.kill()
    const { code, stderr, stdout } = await runInProcess([...words, '--redis', redis.url])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`Redis at 127.0.0.1:${redis.port} does not answer`)
  })
})
