import { describe, expect, it } from 'vitest'
import { netlifyProvider } from '../../support/connected-providers.ts'
import { onlyOpen, specFor } from '../../support/stand-in/deploy-setup.ts'
import { setUp } from './support/deployed-netlify.ts'

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
