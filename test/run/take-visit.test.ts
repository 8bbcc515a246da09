import { expect, test } from 'vitest'
import type { Sample } from '../../src/core/sample.ts'
import type { OpenProvider } from '../../src/providers/connections.ts'
import type { ProviderLimits } from '../../src/providers/provider-limits.ts'
import { sampleDeployment } from '../support/sample-deployment.ts'
import { scriptedTarget } from '../support/scripted-platform.ts'
import { type ScriptedRun, scriptRun } from '../support/scripted-run.ts'

const target = scriptedTarget('f', { deployment: 'coldstart-r1', facts: { freshlyDeployed: false } })

/** A run by eviction on a platform of which the first `deaf` evictions have no effect. */
async function runWith(deaf: number, limits: Partial<ProviderLimits> = {}) {
  const run: ScriptedRun = scriptRun({ seed: 1, cold: 2, warm: 2, coldBy: 'evict' }, [target])
  const deployments = [sampleDeployment({ provider: 'scripted', targets: [target] })]
  const { provider, connection } = run.platform.opened
  let evictions = 0
  const flaky: OpenProvider = {
    provider: { ...provider, limits: { ...provider.limits, ...limits } },
    connection: {
      ...connection,
      async evict(deployment) {
        if (++evictions > deaf) await connection.evict?.(deployment)
        return deployment.targets
      },
    },
  }
  // An instance is there from before the run.
  await run.platform.prober.probe(await connection.request(target, 'n'), {
    connection: 'fresh',
  } as never)
  const { samples } = await run.execute({
    header: { ...run.header, deployments },
    providers: new Map([['scripted', flaky]]),
  })
  return { samples, evictions }
}

function colds(samples: readonly Sample[]) {
  return samples.filter(({ intended }) => intended === 'cold').map(({ id, observed }) => [id, observed])
}

test('a forced cold start that met a live instance is forced again, and what it met is kept', async () => {
  const { samples, evictions } = await runWith(1)
  expect(colds(samples)).toEqual([
    ['0.f.cold', 'warm'],
    ['0.f.cold.again1', 'cold'],
    ['1.f.cold', 'cold'],
  ])
  expect(evictions).toBe(3)
  expect(samples.find(({ id }) => id.endsWith('again1'))).toMatchObject({
    coldBy: 'evict',
    flags: ['forced-again'],
  })
})

test('it is not tried for ever', async () => {
  const { samples, evictions } = await runWith(100)
  expect(colds(samples)).toHaveLength(2 * 3)
  expect(evictions).toBe(2 * 3)
})

test('a cold start that came is not forced again', async () => {
  const { samples, evictions } = await runWith(0)
  expect(colds(samples)).toHaveLength(2)
  expect(evictions).toBe(2)
})

test('a deployment of the day’s allowance is not spent on it', async () => {
  const { samples } = await runWith(100, { evictionIsDeploy: true })
  expect(colds(samples)).toHaveLength(2)
})
