import { afterEach, describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/target.ts'
import { vercelProvider } from '../../support/connected-providers.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createDeployContext, invoke, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { hasVercelSdk, INSTALL_VERCEL_SDK, loadVercelSchemas } from '../../support/stand-in/vercel/schemas.ts'
import {
  failed,
  startVercelStandIn,
  type VercelStandIn,
  type VercelStandInOptions,
} from '../../support/stand-in/vercel-stand-in.ts'

const token = 'planted-vercel-token'
const team = 'team_planted'
const standIns: VercelStandIn[] = []

afterEach(async () => {
  for (const standIn of standIns.splice(0)) await standIn.close()
})

async function setUp(given: Partial<VercelStandInOptions> = {}) {
  const clock = createFakeClock()
  const standIn = await startVercelStandIn({ clock, token, team, ...given })
  standIns.push(standIn)
  const env = { VERCEL_TOKEN: token, VERCEL_ORG_ID: team }
  return { standIn, context: createDeployContext({ env, clock, baseUrls: standIn.baseUrls }) }
}

describe('deploy to Vercel', () => {
  it('makes a project without protection and one prebuilt deployment that is verified, then takes it all down', async () => {
    const { standIn, context } = await setUp()
    const deployment = await vercelProvider.deploy(specFor(vercelProvider), context)
    const [project] = [...standIn.projects.values()]
    expect(project).toMatchObject({ protectedByLogin: false })
    expect([...standIn.deployments.values()]).toMatchObject([{ prebuilt: true, production: true }])
    expect(deployment.targets).toMatchObject([
      {
        id: 'vercel',
        provider: 'vercel',
        platform: 'cloud',
        facts: { parity: { stage: 'production' } },
        handle: { upload: 'prebuilt' },
      },
    ])
    await vercelProvider.destroy(deployment, context)
    expect(standIn.projects.size + standIn.deployments.size).toBe(0)
    expect(await context.ledger.open()).toEqual([])
    expect(standIn.refusals).toEqual([])
  })

  it.skipIf(!hasVercelSdk)(
    `sends only what Vercel's published schemas allow (needs: ${INSTALL_VERCEL_SDK})`,
    async () => {
      const { standIn, context } = await setUp({
        schemas: await loadVercelSchemas(),
        protectsEverything: true,
      })
      const options = { fluid: false, maxConcurrency: 1 }
      const given = { replicas: 2, region: 'fra1', memoryMb: 2048, schedule: '0 5 * * *' }
      await vercelProvider.deploy(specFor(vercelProvider, options, given), context)
      await vercelProvider.deploy(
        specFor(vercelProvider, { upload: 'source', environment: 'preview' }),
        context,
      )
      expect(standIn.refusals).toEqual([])
    },
  )

  it('uploads each file once, and only what Vercel does not have', async () => {
    const { standIn, context } = await setUp()
    await vercelProvider.deploy(specFor(vercelProvider, {}, { replicas: 3 }), context)
    const uploads = standIn.calls.filter((call) => call === 'POST /v2/files').length
    // core and adapter once; config, marker; wrapper and settings of three replicas and the verifying copy.
    expect(uploads).toBe(2 + 2 + 2 * 4)
    const before = standIn.calls.length
    await vercelProvider.evict?.(await onlyOpen(context), context)
    const later = standIn.calls.slice(before).filter((call) => call === 'POST /v2/files').length
    // Only the marker and the wrappers differ.
    expect(later).toBe(1 + 4)
  })

  it.each([200, 400])(
    'uploads missing files whether Vercel names them with %i',
    async (missingFilesStatus) => {
      const { standIn, context } = await setUp({ missingFilesStatus })
      await vercelProvider.deploy(specFor(vercelProvider), context)
      expect(standIn.deployments.size).toBe(1)
    },
  )

  it('gives every replica a configuration of its own, so that the platform does not bundle them', async () => {
    const { standIn, context } = await setUp()
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider, {}, { replicas: 3 }), context)
    expect(targets.map(({ id }) => id)).toEqual(['vercel', 'vercel#2', 'vercel#3'])
    const [made] = [...standIn.deployments.values()]
    const configs = [...(made?.files ?? [])].filter(([path]) => path.endsWith('.vc-config.json'))
    const durations = configs.map(([, bytes]) => JSON.parse(bytes.toString()).maxDuration)
    expect(new Set(durations).size).toBe(4)
  })

  it('records fluid compute and concurrency in every target', async () => {
    const { context } = await setUp()
    const spec = specFor(vercelProvider, { fluid: false, maxConcurrency: 1 })
    const { targets } = await vercelProvider.deploy(spec, context)
    expect(targets[0]).toMatchObject({
      facts: { parity: { concurrencyPerInstance: 1, own: { 'Fluid compute': false } } },
      handle: { access: 'open' },
    })
  })

  it('calls a copy of the function to verify, never the one that will be measured', async () => {
    const { context } = await setUp()
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const { read } = await invoke(vercelProvider, target, context)
    expect(read.instance?.invocation).toBe(1)
    expect(read.platform?.requestId).toMatch(/^fra1::iad1::/)
  })

  it('lets Vercel build the same files where a prebuilt deployment serves nothing', async () => {
    const { standIn, context } = await setUp({ ignoresPrebuilt: true })
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(targets[0]?.handle?.upload).toBe('source')
    expect([...standIn.deployments.values()].map(({ prebuilt }) => prebuilt)).toEqual([true, false])
    expect(standIn.refusals).toEqual([])
  })

  it('lets Vercel build when it refuses the prebuilt upload', async () => {
    const { standIn, context } = await setUp()
    const reply = failed(400, 'bad_request', 'prebuilt is not allowed')
    standIn.misbehave({ call: /POST \/v13\/deployments/, reply })
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(targets[0]?.handle?.upload).toBe('source')
  })

  it('goes through deployment protection with a bypass secret that is written nowhere', async () => {
    const { standIn, context } = await setUp({ protectsEverything: true })
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const request = await vercelProvider.request(target, 'n', context)
    expect(request.headers['x-vercel-protection-bypass']).toBe(standIn.secrets[0])
    expect((await invoke(vercelProvider, target, context)).read.error).toBeUndefined()
    const written = JSON.stringify([await context.ledger.open(), targets, context.logged])
    expect(written).not.toContain(standIn.secrets[0])
  })

  it('opens connections on a static file of the same host', async () => {
    const { context } = await setUp()
    const { targets } = await vercelProvider.deploy(specFor(vercelProvider), context)
    const [target] = targets
    if (!target) throw new Error('no target')
    const request = await vercelProvider.connectOnly?.(target, context)
    expect(request?.url).toBe(target.url.replace('/api/hello-0', '/coldstart.json'))
  })

  it('takes another name when a project of somebody else has it, and forgets the first', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /POST \/v11\/projects/, reply: failed(409, 'conflict', 'exists') })
    const deployment = await vercelProvider.deploy(specFor(vercelProvider), context)
    const projects = deployment.resources.filter(({ kind }) => kind === 'vercel-project')
    expect(projects.map(({ name }) => name)).toEqual([...standIn.projects.values()].map(({ name }) => name))
  })

  it('says what a used-up daily quota means and what to do', async () => {
    const { standIn, context } = await setUp()
    const reply = failed(402, 'api-deployments-free-per-day', 'Resource is limited - try again in 24 hours')
    standIn.misbehave({ call: /POST \/v13\/deployments/, times: 9, reply })
    const deploying = vercelProvider.deploy(specFor(vercelProvider), context)
    await expect(deploying).rejects.toMatchObject({
      code: 'remote-quota',
      message: expect.stringContaining('24 hours'),
      hint: expect.stringContaining('--cold-by idle'),
    })
  })

  it('waits as long as a 429 says', async () => {
    const { standIn, context } = await setUp()
    const reply = failed(429, 'rate_limited', 'slow down', { 'retry-after': '11' })
    standIn.misbehave({ call: /POST \/v13\/deployments/, reply })
    await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(context.clock.sleeps).toContain(11_000)
  })

  it('repeats an upload whose connection broke half-way', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /POST \/v2\/files/, times: 2, reset: 'mid-request' })
    await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(standIn.deployments.size).toBe(1)
  })

  it('asks again after one server error while waiting', async () => {
    const { standIn, context } = await setUp()
    standIn.misbehave({ call: /GET \/v13\/deployments/, reply: failed(500, 'internal', 'oops') })
    await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(standIn.deployments.size).toBe(1)
  })

  it('waits through slow and unknown states', async () => {
    const states = ['QUEUED', 'INITIALIZING', 'SOMETHING_NEW', ...Array(40).fill('BUILDING')]
    const { context } = await setUp({ states })
    await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(context.clock.sleeps.filter((ms) => ms === 15_000).length).toBeGreaterThan(5)
  })

  it.each(['ERROR', 'CANCELED', 'BLOCKED'])(
    'stops at %s, and what was made is in the ledger',
    async (state) => {
      const { standIn, context } = await setUp({ states: ['BUILDING', state] })
      const spec = specFor(vercelProvider, { upload: 'prebuilt' })
      await expect(vercelProvider.deploy(spec, context)).rejects.toMatchObject({
        code: 'remote-failed',
        message: expect.stringContaining(state),
      })
      await vercelProvider.destroy(await onlyOpen(context), context)
      expect(standIn.projects.size).toBe(0)
    },
  )

  it.each([
    ['a schedule on previews', { environment: 'preview' }, { schedule: '0 5 * * *' }],
    ['a memory size that Vercel does not have', {}, { memoryMb: 512 }],
    ['a region of another platform', {}, { region: 'us-east-1' }],
    ['a runtime that Vercel has ended', {}, { runtime: 'nodejs20.x' }],
    ['another language', {}, { runtime: 'ruby3.3' }],
    ['a version of Python that Vercel does not have', {}, { runtime: 'python3.11' }],
    ['Python as a prebuilt upload', { upload: 'prebuilt' }, { runtime: 'python3.13' }],
  ])('refuses %s before anything is made', async (_, options, given) => {
    const { standIn, context } = await setUp()
    const deploying = vercelProvider.deploy(specFor(vercelProvider, options, given), context)
    await expect(deploying).rejects.toMatchObject({ code: 'cannot-deploy' })
    expect(standIn.calls).toEqual([])
  })

  it('says when there are more replicas than Hobby takes', async () => {
    const { context } = await setUp()
    const notes = async (replicas: number) =>
      (await vercelProvider.preview?.(specFor(vercelProvider, {}, { replicas }), context))?.notes
    expect(await notes(11)).toBeUndefined()
    expect(await notes(12)).toEqual([expect.stringContaining('Hobby takes 11')])
  })

  it('schedules the first replica by a cron job', async () => {
    const { standIn, context } = await setUp()
    await vercelProvider.deploy(specFor(vercelProvider, {}, { schedule: '0 5 * * *' }), context)
    const [made] = [...standIn.deployments.values()]
    const config = JSON.parse(made?.files.get('.vercel/output/config.json')?.toString() ?? '{}')
    expect(config.crons).toEqual([{ path: '/api/hello-0', schedule: '0 5 * * *' }])
  })

  it('names account, things and price before anything is made', async () => {
    const { standIn, context } = await setUp()
    const preview = await vercelProvider.preview?.(specFor(vercelProvider, {}, { replicas: 2 }), context)
    expect(preview).toMatchObject({
      provider: 'Vercel',
      account: team,
      cost: expect.stringContaining('100 a day'),
    })
    expect(standIn.calls.filter((call) => !call.startsWith('GET'))).toEqual([])
  })
})

describe('evict from Vercel', () => {
  it.each(['production', 'preview'] as const)(
    'makes new instances of every %s replica',
    async (environment) => {
      const { context } = await setUp()
      const spec = specFor(vercelProvider, { environment }, { replicas: 2 })
      const deployment = await vercelProvider.deploy(spec, context)
      const ids = async (targets: readonly Target[]) =>
        Promise.all(
          targets.map(async (target) => (await invoke(vercelProvider, target, context)).read.instance?.id),
        )
      const before = await ids(deployment.targets)
      const after = await ids((await vercelProvider.evict?.(deployment, context)) ?? [])
      expect(new Set([...before, ...after]).size).toBe(4)
    },
  )

  it('spends one deployment of the daily quota', async () => {
    const { standIn, context } = await setUp()
    const deployment = await vercelProvider.deploy(specFor(vercelProvider), context)
    const before = standIn.deployments.size
    await vercelProvider.evict?.(deployment, context)
    expect(standIn.deployments.size - before).toBe(1)
  })

  it('finds the new address of a preview in a process that did not move it', async () => {
    const { context } = await setUp()
    const deployment = await vercelProvider.deploy(
      specFor(vercelProvider, { environment: 'preview' }),
      context,
    )
    const [evicted] = (await vercelProvider.evict?.(deployment, context)) ?? []
    const [moved] = (await onlyOpen(context)).targets
    if (!moved) throw new Error('no target')
    const request = await vercelProvider.request(moved, 'n', { ...context })
    expect(request.url).toBe(`${moved?.url}?nonce=n`)
    expect(moved).toEqual(evicted)
    expect(moved?.url).not.toBe(deployment.targets[0]?.url)
  })
})
