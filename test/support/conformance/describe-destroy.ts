import { expect, it } from 'vitest'
import { itIf, type Suite } from './suite.ts'

/** What a destroy takes away. */
export function describeDestroy<Options>({ provider, open, deploy }: Suite<Options>): void {
  it('destroys all it made and nothing else, and twice is as good as once', async () => {
    const platform = await open()
    const { context, existing } = platform
    const foreign = platform.addForeign?.()
    const made = await deploy(context)
    await provider.destroy(made, context)
    expect(existing()).toEqual(foreign ? [foreign] : [])
    expect(await context.ledger.open()).toEqual([])
    await provider.destroy(made, context)
    expect(existing()).toEqual(foreign ? [foreign] : [])
    expect(platform.faults()).toEqual([])
  })

  it('destroys a deployment whose creates were announced and never made', async () => {
    const { context } = await open()
    const { resources, ...made } = await deploy(context)
    await provider.destroy({ ...made, resources }, context)
    const announced = resources.map(({ id: _, ...resource }) => resource)
    await context.ledger.begin({ ...made, resources: [] })
    await provider.destroy({ ...made, resources: announced, targets: [] }, context)
    expect(await context.ledger.open()).toEqual([])
  })
}

/** What no destroy may touch, and what only a search finds. */
export function describeOwnership<Options>({ provider, open, deploy }: Suite<Options>): void {
  it('leaves alone what the ledger says is not owned', async () => {
    const { context, existing } = await open()
    const made = await deploy(context)
    const before = existing()
    const resources = made.resources.map((resource) => ({ ...resource, owned: false }))
    await provider.destroy({ ...made, resources }, context)
    expect(existing()).toEqual(before)
  })

  itIf(provider.findOrphans !== undefined)('finds what no ledger knows, and only that', async () => {
    const platform = await open()
    platform.addForeign?.()
    const foreign = platform.existing()
    await deploy(platform.context)
    const orphans = (await provider.findOrphans?.(platform.context)) ?? []
    expect(orphans.length).toBeGreaterThan(0)
    for (const orphan of orphans) await provider.destroy(orphan, platform.context)
    expect(platform.existing()).toEqual(foreign)
  })
}
