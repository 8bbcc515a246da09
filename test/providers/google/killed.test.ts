import { describe, expect, it } from 'vitest'
import { startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext, googleEnv } from '../../support/google-stand-in/google-context.ts'
import { destroyFromLedger, runAndKill, type Victim } from '../../support/kill-after-each-call.ts'

describe('a Google deployment, killed with SIGKILL', () => {
  it('after any of its remote calls leaves nothing that destroy does not find', async () => {
    const stages: string[] = []
    for (let nth = 1; ; nth++) {
      const cloud = await startGoogleCloud()
      cloud.settings.operationPolls = 1
      const { baseUrls } = cloud
      const victim: Victim = {
        provider: 'google',
        env: googleEnv(cloud, 'user'),
        baseUrls,
        spec: { schedule: '0 5 * * *' },
        set onCall(listener: () => void | Promise<void>) {
          cloud.onCall = listener
        },
      }
      const { killed, cwd, output } = await runAndKill(victim, nth)
      cloud.onCall = undefined
      const last = cloud.calls.at(-1) ?? 'nothing'
      expect(await destroyFromLedger(victim, cwd, createGoogleContext(cloud)), `after ${last}`).toEqual([])
      expect([cloud.functions.size, cloud.services.size, cloud.jobs.size], `after ${last}`).toEqual([0, 0, 0])
      expect(cloud.violations).toEqual([])
      await cloud.close()
      if (!killed) {
        expect(output).toContain('destroyed')
        break
      }
      stages.push(last)
    }
    expect(stages).toEqual(
      expect.arrayContaining(['PutSource', 'CreateFunction', 'CreateJob', 'DeleteJob', 'DeleteFunction']),
    )
  })
})
