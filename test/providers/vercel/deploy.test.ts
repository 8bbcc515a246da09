import { describe, expect, it } from 'vitest'
import { vercelProvider } from '../../support/connected-providers.ts'
import { invoke, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { hasVercelSdk, INSTALL_VERCEL_SDK, loadVercelSchemas } from '../../support/stand-in/vercel/schemas.ts'
import { setUp, team } from './support/deployed-vercel.ts'

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
