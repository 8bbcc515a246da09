import { describe, expect, it } from 'vitest'
import { vercelProvider } from '../../support/connected-providers.ts'
import { onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { failed } from '../../support/stand-in/vercel-stand-in.ts'
import { setUp } from './support/deployed-vercel.ts'

describe('deploy to Vercel', () => {
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
})
