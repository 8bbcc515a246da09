import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/system-clock.ts'
import { hasRedis, redisInstallation, startRedis } from '../support/redis-server.ts'
import { runInProcess } from '../support/run-in-process.ts'

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always']
const title = 'a Redis that does not take what a run writes'

describe.skipIf(!hasRedis)(hasRedis ? title : `${title} (to enable: ${redisInstallation})`, () => {
  it.each([
    ['a read-only replica', ['--replicaof', '127.0.0.1 1'], 1, 'READONLY'],
    ['a full one', ['--maxmemory', '100kb'], 1, 'OOM'],
    ['one whose ACL forbids it', ['--user', 'default', 'on', 'nopass', '~other:*', '+@all'], 1, 'NOPERM'],
    [
      'one that throws out what it has',
      ['--maxmemory-policy', 'allkeys-lru'],
      2,
      'maxmemory-policy is allkeys-lru',
    ],
    ['one that forbids CONFIG', ['--rename-command', 'CONFIG', ''], 2, 'appendonly cannot be read'],
  ])('is refused by worker and coordinator: %s', async (_, settings, code, words) => {
    const { url } = await startRedis([...DURABLE, ...settings])
    const worker = ['worker', '--redis', url, '--vantage', 'fra1', '--allow', 'http://127.0.0.1:1']
    const bench = ['bench', '--workers', url, '--target', 'mine=http://127.0.0.1:1/', '--idle', '1s', '-q']
    for (const line of [worker, bench]) {
      const said = await runInProcess(line, { clock: systemClock })
      expect(said).toMatchObject({ code, stderr: expect.stringContaining(words) })
      expect(said.stderr).not.toContain('defect')
    }
  })
})
