import { afterEach, describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/target.ts'
import { createDeployPace } from '../../../src/providers/netlify/deploy-pace.ts'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createDeployContext, invoke, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import {
  failed,
  type NetlifyStandIn,
  type NetlifyStandInOptions,
  nameTaken,
  startNetlifyStandIn,
} from '../../support/stand-in/netlify-stand-in.ts'

const token = 'planted-netlify-token'
const standIns: NetlifyStandIn[] = []

afterEach(async () => {
  for (const standIn of standIns.splice(0)) await standIn.close()
})

async function setUp(given: Partial<NetlifyStandInOptions> = {}) {
  const clock = createFakeClock()
  const standIn = await startNetlifyStandIn({ clock, token, ...given })
  standIns.push(standIn)
  const env = { NETLIFY_AUTH_TOKEN: token }
  return { standIn, context: createDeployContext({ env, clock, baseUrls: standIn.baseUrls }) }
}

describe('deploy to Netlify', () => {
  it('makes a site and one draft deploy that is verified, then takes it all down', async () => {
    const { standIn, context } = await setUp()
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect([...standIn.deploys.values()]).toMatchObject([{ draft: true }])
    expect(standIn.credits()).toBe(0)
    expect(deployment.targets).toMatchObject([
      {
        id: 'netlify',
        provider: 'netlify',
        platform: 'cloud',
        facts: { parity: { stage: 'draft', own: { 'functions API': 'v2' } } },
      },
    ])
    await netlifyProvider.destroy(deployment, context)
    expect(standIn.sites.size + standIn.deploys.size).toBe(0)
    expect(await context.ledger.open()).toEqual([])
    expect(standIn.refusals).toEqual([])
  })

  it.each(['v1', 'v2'])('sends only what Netlify’s published description allows, API %s', async (api) => {
    const { standIn, context } = await setUp()
    const given = { replicas: 3, region: 'fra', memoryMb: 2048, schedule: '0 5 * * *', paddingKb: 8 }
    const spec = specFor(netlifyProvider, { api, production: true }, given)
    await netlifyProvider.deploy(spec, context)
    expect(standIn.refusals).toEqual([])
  })

  it('puts every replica into one deploy, each a function of its own', async () => {
    const { standIn, context } = await setUp()
    const { targets } = await netlifyProvider.deploy(specFor(netlifyProvider, {}, { replicas: 3 }), context)
    expect(targets.map(({ id }) => id)).toEqual(['netlify', 'netlify#2', 'netlify#3'])
    const [deploy] = [...standIn.deploys.values()]
    // Three replicas and the copy to verify, all with different bytes.
    expect(new Set(Object.values(deploy?.functions ?? {})).size).toBe(4)
  })

  it('calls a copy of the function to verify, never the one that will be measured', async () => {
    const { context } = await setUp()
    const [target] = (await netlifyProvider.deploy(specFor(netlifyProvider), context)).targets
    if (!target) throw new Error('no target')
    const { read } = await invoke(netlifyProvider, target, context)
    expect(read.instance?.invocation).toBe(1)
    expect(read.platform?.requestId).toMatch(/^[0-9A-F]{26}$/)
  })

  it('opens connections on a static file of the same host', async () => {
    const { context } = await setUp()
    const [target] = (await netlifyProvider.deploy(specFor(netlifyProvider), context)).targets
    if (!target) throw new Error('no target')
    const request = await netlifyProvider.connectOnly?.(target, context)
    expect(request?.url).toBe(target.url.replace('/.netlify/functions/hello-0', '/coldstart.json'))
  })

  it('uploads nothing that Netlify has already', async () => {
    const { standIn, context } = await setUp()
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    await netlifyProvider.evict?.(await onlyOpen(context), context)
    const uploads = standIn.calls
      .filter((call) => call.startsWith('PUT'))
      .map((call) => call.split('/').at(-1))
    expect(uploads).toEqual([
      'index.html',
      'coldstart.json',
      'hello-0',
      'verify',
      'coldstart.json',
      'hello-0',
      'verify',
    ])
  })

  it('takes another name when the first is taken, and forgets it', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /POST .*\/ada\/sites/, times: 2, reply: nameTaken() })
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    const sites = deployment.resources.filter(({ kind }) => kind === 'netlify-site')
    expect(sites.map(({ name }) => name)).toEqual([...standIn.sites.values()].map(({ name }) => name))
  })

  it('says which page opens a private project', async () => {
    const { context } = await setUp({ isPrivate: true })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      code: 'login-wall',
      hint: expect.stringMatching(
        /app\.netlify\.com\/projects\/coldstart-.* Visitor access > Project visibility/s,
      ),
    })
  })

  it('leads from a private project to what works, with its price', async () => {
    const { context } = await setUp({ isPrivate: true })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      hint: expect.stringMatching(/--netlify-site <id>.*--netlify-production.*15 credits \(about \$0\.15\)/s),
    })
  })

  it('waits through slow and unknown states', async () => {
    const { standIn, context } = await setUp({ states: ['new', 'preparing', 'something-new', 'processed'] })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.deploys.size).toBe(1)
  })

  it('stops at an error with Netlify’s words, and what was made is in the ledger', async () => {
    const { standIn, context } = await setUp({ states: ['processing', 'error'] })
    await expect(netlifyProvider.deploy(specFor(netlifyProvider), context)).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('the build failed'),
    })
    await netlifyProvider.destroy(await onlyOpen(context), context)
    expect(standIn.sites.size).toBe(0)
  })

  it('repeats an upload whose connection broke half-way', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /PUT .*\/functions\//, times: 2, reset: 'mid-request' })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.zips.size).toBe(2)
  })

  it('repeats an upload after one server error', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /PUT .*\/functions\//, reply: failed(502, 'Bad Gateway') })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(standIn.zips.size).toBe(2)
  })

  it('deploys no more than three times a minute', async () => {
    const { standIn, context } = await setUp({ limitsDeploys: true })
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    for (let i = 0; i < 3; i++) await netlifyProvider.evict?.(deployment, context)
    const slept = context.clock.sleeps.reduce((sum, ms) => sum + ms, 0)
    expect(slept).toBeGreaterThanOrEqual(60_000)
    expect(context.logged.join()).toContain('3 deploys a minute')
    expect(standIn.deploys.size).toBe(4)
  })

  it('waits for the time Netlify names when another process used up the minute', async () => {
    const { standIn, context } = await setUp()
    const reset = String(context.clock.wallMs() / 1000 + 40)
    const reply = { ...failed(429, 'Too many deploys'), headers: { 'x-ratelimit-reset': reset } }
    standIn.misbehave({ call: /POST .*\/deploys/, reply })
    await netlifyProvider.deploy(specFor(netlifyProvider), context)
    expect(context.clock.sleeps).toContain(40_000)
  })

  it('refuses the 101st deploy of a day', async () => {
    const { context } = await setUp()
    const pace = createDeployPace(context)
    for (let i = 0; i < 100; i++) await pace.awaitTurn()
    await expect(pace.awaitTurn()).rejects.toMatchObject({ code: 'remote-quota' })
    context.clock.advance(24 * 3_600_000)
    await pace.awaitTurn()
  })

  it('says what a production deploy costs before it is made', async () => {
    const { standIn, context } = await setUp()
    const preview = await netlifyProvider.preview?.(specFor(netlifyProvider, { production: true }), context)
    expect(preview).toMatchObject({ account: 'ada', cost: expect.stringContaining('15 credits') })
    expect(standIn.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })

  it.each([
    ['a memory size that Netlify does not have', { memoryMb: 512 }],
    ['a region of another platform', { region: 'us-east-1' }],
    ['another language', { runtime: 'python3.13' }],
    ['another architecture', { architecture: 'arm64' }],
  ])('refuses %s before anything is made', async (_, given) => {
    const { standIn, context } = await setUp()
    const deploying = netlifyProvider.deploy(specFor(netlifyProvider, {}, given), context)
    await expect(deploying).rejects.toMatchObject({ code: 'cannot-deploy' })
    expect(standIn.calls).toEqual([])
  })

  it('schedules a copy of its own, on production deploys only', async () => {
    const { standIn, context } = await setUp()
    const given = { schedule: '0 5 * * *' }
    const draft = netlifyProvider.deploy(specFor(netlifyProvider, {}, given), context)
    await expect(draft).rejects.toMatchObject({ code: 'cannot-deploy' })
    await netlifyProvider.deploy(specFor(netlifyProvider, { production: true }, given), context)
    expect([...standIn.deploys.values()]).toMatchObject([
      { draft: false, schedules: [{ name: 'scheduled', cron: '0 5 * * *' }] },
    ])
    expect(standIn.credits()).toBe(15)
  })
})

describe('a site of the user’s', () => {
  it.each(['id', 'name'] as const)('given by %s gets drafts, and is there after destroy', async (by) => {
    const { standIn, context } = await setUp()
    const own = standIn.addSite('my-blog')
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider, { site: own[by] }), context)
    expect([...standIn.deploys.values()]).toMatchObject([{ siteId: own.id, draft: true }])
    await netlifyProvider.evict?.(deployment, context)
    await netlifyProvider.destroy(await onlyOpen(context), context)
    expect([...standIn.sites.values()]).toEqual([own])
    expect(standIn.deploys.size).toBe(0)
    expect(standIn.calls.filter((call) => call.startsWith('DELETE') && call.includes('/sites/'))).toEqual([])
  })

  it('never gets a production deploy, which would replace it', async () => {
    const { standIn, context } = await setUp()
    const own = standIn.addSite('my-blog')
    const spec = specFor(netlifyProvider, { site: own.id, production: true })
    await expect(netlifyProvider.deploy(spec, context)).rejects.toMatchObject({ code: 'cannot-deploy' })
    expect(standIn.calls).toEqual([])
  })
})

describe('evict from Netlify', () => {
  it.each([true, false])(
    'makes new instances of every replica with one deploy, production %s',
    async (production) => {
      const { standIn, context } = await setUp()
      const deployment = await netlifyProvider.deploy(
        specFor(netlifyProvider, { production }, { replicas: 2 }),
        context,
      )
      const ids = (targets: readonly Target[]) =>
        Promise.all(
          targets.map(async (target) => (await invoke(netlifyProvider, target, context)).read.instance?.id),
        )
      const before = await ids(deployment.targets)
      const after = await ids((await netlifyProvider.evict?.(deployment, context)) ?? [])
      expect(new Set([...before, ...after]).size).toBe(4)
      expect(standIn.deploys.size).toBe(2)
    },
  )
})
