import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('measures the always-on service beside functions: warm alone, with what it holds, and ends it', async () => {
  const words = [
    '--provider',
    'microservice,lambda',
    '--cold',
    '2',
    '--warm',
    '6',
    '--format',
    'json',
    '--samples',
    '-q',
  ]
  const { code, stdout, stderr } = await runInProcess(['bench', ...words], {
    cwd: temporaryFolder(),
    clock: systemClock,
  })
  expect(code, stderr).toBe(0)
  const { samples, summaries, targets } = JSON.parse(stdout) as Result
  const own = samples.filter(({ target }) => target === 'microservice')
  expect(own).toHaveLength(6)
  expect(own.map(({ intended, observed }) => [intended, observed])).toEqual(own.map(() => ['warm', 'warm']))
  expect(summaries.find(({ target }) => target === 'microservice')).toMatchObject({
    cold: [],
    warm: { n: 6 },
  })
  const service = targets.find(({ id }) => id === 'microservice')
  const { alwaysOn } = service?.facts ?? {}
  expect(alwaysOn?.startMs).toBeGreaterThan(0)
  if (process.platform === 'linux') expect(alwaysOn?.memoryMb).toBeGreaterThan(5)
  expect(alwaysOn?.behind !== undefined).toBe(existsSync('/usr/sbin/nginx'))
  await expect(fetch(`${service?.url}/health`)).rejects.toThrow()
})
