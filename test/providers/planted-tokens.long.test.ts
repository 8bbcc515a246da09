import { describe, expect, it, onTestFinished } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { clouds, expectNone, readAll, type StartCloud } from '../support/planted-clouds.ts'
import type { Planting } from '../support/planting-proxy.ts'
import { fc } from '../support/properties.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const planting: fc.Arbitrary<Planting> = fc.record(
  {
    fromCall: fc.nat({ max: 12 }),
    status: fc.constantFrom(200, 400, 401, 402, 403, 404, 409, 418, 422, 429, 500),
    body: fc.constantFrom('own', 'json', 'html', 'xml', 'text'),
    padding: fc.constantFrom(0, 60, 150, 280),
  },
  { requiredKeys: ['fromCall', 'body', 'padding'] },
)

const commands = (cloud: string): string[][] => [
  ['doctor', cloud],
  ['doctor', cloud, '--format', 'json'],
  ['deploy', cloud, '--yes', '--format', 'json'],
  ['bench', '--provider', cloud, '--yes', '--cold', '1', '--warm', '0', '--cold-by', 'first', '--verbose'],
  ['destroy', '--all', '--yes'],
]

describe('whatever a platform quotes back, in any field of any reply', () => {
  it.each(['vercel', 'netlify', 'google', 'lambda', 'cloudflare'])(
    'no secret of %s is said or written',
    async (name) => {
      const start = clouds[name] as StartCloud
      const argv = fc.constantFrom(...commands(name))
      const run = async (planted: Planting, words: string[]) => {
        // A run measures by real time, so it cannot wait long for a platform that is never ready: it is refused.
        const how = words[0] === 'bench' ? { ...planted, status: refusalOf(planted) } : planted
        const cwd = temporaryFolder()
        // A new one each time: a client is not to know what another one was given.
        const cloud = await start('ours')
        onTestFinished(() => cloud.close())
        if (words[0] === 'destroy') await runInProcess(['deploy', name, '--yes'], { cwd, env: cloud.env })
        cloud.proxy.plant(how)
        const { stdout, stderr } = await runInProcess([...words, '--debug'], {
          cwd,
          env: cloud.env,
          clock: words[0] === 'bench' ? hurriedClock : skippingClock(),
        })
        expect(cloud.proxy.calls()).toBeGreaterThan(0)
        expectNone(cloud.secrets(), stdout + stderr + readAll(cwd))
      }
      await fc.assert(fc.asyncProperty(planting, argv, run), { numRuns: 15, seed: 11 })
    },
  )
})

function refusalOf({ status = 0 }: Planting): number {
  return status >= 400 ? status : 403
}

/** Waits count as over at once, so that a platform that is never ready is given up soon. */
function skippingClock(): Clock {
  let skippedMs = 0
  return {
    ...systemClock,
    monotonicMs: () => systemClock.monotonicMs() + skippedMs,
    wallMs: () => systemClock.wallMs() + skippedMs,
    async sleep(ms, signal) {
      skippedMs += ms
      await systemClock.sleep(Math.min(ms, 2), signal)
    },
  }
}
