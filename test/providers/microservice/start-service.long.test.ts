import { existsSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { startService } from '../../../src/providers/microservice/start-service.ts'

const sample = vi.hoisted(() => ({ isThere: true }))

vi.mock('../../../src/workload/sample.ts', async (original) => {
  const { sampleFolder } = await original<typeof import('../../../src/workload/sample.ts')>()
  return {
    get sampleFolder() {
      return sample.isThere ? sampleFolder : '/there-is-no-such-folder'
    },
  }
})

afterEach(() => {
  sample.isThere = true
})

it('leaves no process behind where the service cannot be started', async () => {
  sample.isThere = false
  await expect(startService()).rejects.toMatchObject({ code: 'engine-failed' })
  await expect.poll(() => process.getActiveResourcesInfo()).not.toContain('ProcessWrap')
})

it('leaves no nginx behind where the service is killed', async () => {
  const { pids, nginx, url, stop } = await startService()
  process.kill(pids[0] ?? 0, 'SIGKILL')
  await stop()
  const isReached = () =>
    fetch(url).then(
      () => true,
      () => false,
    )
  await expect.poll(isReached).toBe(false)
  expect(nginx === undefined || !existsSync(nginx.folder)).toBe(true)
})
