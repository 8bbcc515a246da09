import { describe, expect, it } from 'vitest'
import type { Target } from '../../../src/core/target.ts'
import { vercelProvider } from '../../support/connected-providers.ts'
import { invoke, onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { setUp } from './support/deployed-vercel.ts'

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
