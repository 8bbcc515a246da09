import { expect, it, vi } from 'vitest'
import { startService } from '../../../src/providers/microservice/start-service.ts'
import { until } from '../../engine/support/test-engine.ts'

vi.mock('../../../src/workload/sample.ts', () => ({ sampleFolder: '/there-is-no-such-folder' }))

it('leaves no process behind where the service cannot be started', async () => {
  await expect(startService()).rejects.toMatchObject({ code: 'engine-failed' })
  await until(
    () => !process.getActiveResourcesInfo().includes('ProcessWrap'),
    'its process has ended',
    20_000,
  )
})
