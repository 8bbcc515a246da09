import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/system-clock.ts'
import { environmentFor, standInKey, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { startGoogleCloud } from '../support/google-stand-in/google-cloud.ts'
import { googleEnv } from '../support/google-stand-in/google-context.ts'
import { hurriedClock } from '../support/hurried-clock.ts'
import { type Planting, type PlantingProxy, startPlantingProxy } from '../support/planting-proxy.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { startNetlifyStandIn } from '../support/stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const token = 'planted/token+4711=abcdef'

/** A cloud whose every API reply can be made to quote what it knows of the client. */
interface Cloud {
  readonly proxy: PlantingProxy
  readonly env: Readonly<Record<string, string>>
  readonly secrets: () => readonly string[]
  close(): Promise<void>
}

const clouds: Readonly<Record<string, () => Promise<Cloud>>> = {
  async vercel() {
    const standIn = await startVercelStandIn({ token, states: [], protectsEverything: true })
    return behindProxy(standIn, () => [token, ...standIn.secrets], { VERCEL_TOKEN: token })
  },
  async netlify() {
    const standIn = await startNetlifyStandIn({ token, states: [] })
    return behindProxy(standIn, () => [token], { NETLIFY_AUTH_TOKEN: token })
  },
  async google() {
    const cloud = await startGoogleCloud()
    const env = googleEnv(cloud, 'user')
    return behindProxy(cloud, () => cloud.tokens.secretsOf('user'), env)
  },
  async lambda() {
    const aws = await startAwsStandIn({ pace: { roleRefusals: 0, pendingPolls: 0 } })
    const secrets = [standInKey.secretAccessKey, standInKey.sessionToken ?? '']
    const proxy = await startPlantingProxy(aws.url, () => secrets)
    const env = { ...environmentFor(aws), AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' }
    return {
      proxy,
      env,
      secrets: () => secrets,
      close: () => Promise.all([proxy.close(), aws.close()]).then(() => {}),
    }
  },
}

/** Only the API goes through the proxy; what is deployed answers for itself. */
async function behindProxy(
  standIn: { readonly baseUrls: Readonly<Record<string, string>>; close(): Promise<void> },
  secrets: () => readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Cloud> {
  const { origin } = new URL(Object.values(standIn.baseUrls)[0] ?? '')
  const proxy = await startPlantingProxy(origin, secrets)
  const urls = Object.entries(standIn.baseUrls).map(([name, url]) =>
    url.includes('/on/') ? `${name}=${url}` : `${name}=${url.replace(origin, proxy.url)}`,
  )
  return {
    proxy,
    env: { ...env, COLDSTART_BASE_URLS: urls.join(',') },
    secrets,
    close: () => Promise.all([proxy.close(), standIn.close()]).then(() => {}),
  }
}

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
  it.each(Object.keys(clouds))('no secret of %s is said or written', async (name) => {
    const start = clouds[name] as () => Promise<Cloud>
    const argv = fc.constantFrom(...commands(name))
    const run = async (planted: Planting, words: string[]) => {
      // A run measures by real time, so it cannot wait long for a platform that is never ready: it is refused.
      const how = words[0] === 'bench' ? { ...planted, status: refusalOf(planted) } : planted
      const cwd = temporaryFolder()
      // A new one each time: a client is not to know what another one was given.
      const cloud = await start()
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
  })
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

function expectNone(secrets: readonly string[], text: string): void {
  expect(secrets.length).toBeGreaterThan(0)
  for (const secret of secrets) {
    const most = Math.ceil(secret.length * 0.75)
    for (const part of [secret, secret.slice(0, most), secret.slice(-most)]) {
      const at = text.indexOf(part)
      if (at >= 0) expect.fail(`${part} in …${text.slice(Math.max(0, at - 300), at + 100)}…`)
      expect(text).not.toContain(encodeURIComponent(part))
    }
  }
}

/** Everything in a folder, as one text. */
function readAll(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? readAll(path) : readFileSync(path, 'utf8')))
    .join('\n')
}
