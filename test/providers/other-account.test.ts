import { describe, expect, it, onTestFinished } from 'vitest'
import { openLedger } from '../../src/store/ledger/open-ledger.ts'
import { awsTest, lambdaSpec } from '../support/aws-stand-in/aws-context.ts'
import {
  cloudflareProvider,
  googleProvider,
  lambdaProvider,
  netlifyProvider,
  vercelProvider,
} from '../support/connected-providers.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { startGoogleCloud } from '../support/google-stand-in/google-cloud.ts'
import { createGoogleContext } from '../support/google-stand-in/google-context.ts'
import { googleError } from '../support/google-stand-in/misbehaviour.ts'
import { startCloudflareStandIn } from '../support/stand-in/cloudflare-stand-in.ts'
import { createDeployContext, specFor } from '../support/stand-in/deploy-setup.ts'
import { startVercelStandIn } from '../support/stand-in/vercel-stand-in.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { netlifyAccount, token, vercelAccount } from './support/accounts.ts'

describe('destroy with the credentials of somebody else', () => {
  it('is refused on AWS, and the entry stays', async () => {
    const { context, ledger } = await awsTest()
    const other = await awsTest({ account: '999999999999' })
    const deployment = await lambdaProvider.deploy(lambdaSpec(), context)
    expect(deployment.identity).toEqual({ account: '123456789012' })
    await expect(lambdaProvider.destroy(deployment, { ...other.context, ledger })).rejects.toMatchObject({
      code: 'other-account',
      message: expect.stringMatching(/account 123456789012.*account 999999999999/),
    })
    expect(await ledger.open()).toHaveLength(1)
  })

  it('is refused on AWS for an entry that an earlier version wrote', async () => {
    const { context, ledger } = await awsTest()
    const other = await awsTest({ account: '999999999999' })
    const { identity: _, ...earlier } = await lambdaProvider.deploy(lambdaSpec(), context)
    const destroying = lambdaProvider.destroy(earlier, { ...other.context, ledger })
    await expect(destroying).rejects.toMatchObject({ code: 'other-account' })
  })

  it('is refused on Vercel for a personal account', async () => {
    const [ours, theirs] = [await vercelAccount(), await vercelAccount({ user: 'u2' })]
    const context = createDeployContext({ env: { VERCEL_TOKEN: token }, ...ours })
    const deployment = await vercelProvider.deploy(specFor(vercelProvider), context)
    const stranger = { ...context, baseUrls: theirs.baseUrls }
    await expect(vercelProvider.destroy(deployment, stranger)).rejects.toMatchObject({
      code: 'other-account',
    })
    expect(await context.ledger.open()).toHaveLength(1)
    await vercelProvider.destroy(deployment, context)
    expect(ours.standIn.projects.size).toBe(0)
    expect(await context.ledger.open()).toEqual([])
  })

  it('is refused on Cloudflare, and done by a token that sees the account', async () => {
    const clock = createFakeClock()
    const start = async (accounts: readonly string[]) => {
      const standIn = await startCloudflareStandIn({ clock, token, accounts })
      onTestFinished(() => standIn.close())
      return standIn
    }
    const [ours, theirs] = [await start(['acc1']), await start(['acc2'])]
    const env = { CLOUDFLARE_API_TOKEN: token }
    const context = createDeployContext({ env, clock, baseUrls: ours.baseUrls })
    const deployment = await cloudflareProvider.deploy(specFor(cloudflareProvider), context)
    expect(deployment.identity).toEqual({ account: 'acc1' })
    const stranger = { ...context, baseUrls: theirs.baseUrls }
    await expect(cloudflareProvider.destroy(deployment, stranger)).rejects.toMatchObject({
      code: 'other-account',
      message: expect.stringMatching(/account acc1.*account acc2/),
    })
    expect(await context.ledger.open()).toHaveLength(1)
    const colleague = await start(['acc0', 'acc1'])
    await cloudflareProvider.destroy(deployment, { ...context, baseUrls: colleague.baseUrls })
    expect(await context.ledger.open()).toEqual([])
  })

  it('is refused on Netlify, and done by another member of the team', async () => {
    const ours = await netlifyAccount()
    const theirs = await netlifyAccount({ user: 'u2', team: 'theirs' })
    const colleague = await netlifyAccount({ user: 'u3' })
    const context = createDeployContext({ env: { NETLIFY_AUTH_TOKEN: token }, ...ours })
    const deployment = await netlifyProvider.deploy(specFor(netlifyProvider), context)
    const stranger = { ...context, baseUrls: theirs.baseUrls }
    await expect(netlifyProvider.destroy(deployment, stranger)).rejects.toMatchObject({
      code: 'other-account',
    })
    expect(await context.ledger.open()).toHaveLength(1)
    await netlifyProvider.destroy(deployment, { ...context, baseUrls: colleague.baseUrls })
    expect(await context.ledger.open()).toEqual([])
  })
})

describe('destroy on Google with the credentials of somebody else', () => {
  async function googleAccount() {
    const cloud = await startGoogleCloud()
    onTestFinished(() => cloud.close())
    return cloud
  }

  it.each([
    [
      'may not look into the project',
      googleError(403, 'PERMISSION_DENIED', 'Permission denied on resource.'),
      403,
    ],
    ['is told that it is not there', googleError(404, 'NOT_FOUND', 'Resource was not found.'), 404],
  ])('who %s is refused, and the entry stays', async (_, json, status) => {
    const ours = await googleAccount()
    const context = createGoogleContext(ours)
    const cwd = temporaryFolder()
    const ledger = openLedger({ cwd, clock: context.clock })
    onTestFinished(() => ledger.close())
    const mine = { ...context, cwd, ledger }
    const deployment = await googleProvider.deploy(specFor(googleProvider), mine)
    expect(deployment.identity).toEqual({ project: 'stand-in' })

    const theirs = await googleAccount()
    theirs.misbehave({ call: 'ListFunctions', times: 9, reply: { status, json } })
    const stranger = { ...createGoogleContext(theirs), cwd, ledger }
    await expect(googleProvider.destroy(deployment, stranger)).rejects.toMatchObject({
      code: 'other-account',
      message: expect.stringContaining('stand-in'),
    })
    expect(await ledger.open()).toHaveLength(1)
    expect(ours.functions.size).toBe(1)

    await googleProvider.destroy(deployment, mine)
    expect(ours.functions.size).toBe(0)
    expect(await ledger.open()).toEqual([])
  })
})

describe('a Vercel account without a scope of its own', () => {
  it('deploys into the team that its user has by default', async () => {
    const clock = createFakeClock()
    const standIn = await startVercelStandIn({ clock, token, team: 'team_new', defaultTeam: 'team_new' })
    onTestFinished(() => standIn.close())
    const context = createDeployContext({ env: { VERCEL_TOKEN: token }, clock, baseUrls: standIn.baseUrls })
    const deployment = await vercelProvider.deploy(specFor(vercelProvider), context)
    expect(deployment).toMatchObject({ account: 'team_new', identity: { user: 'u1', team: 'team_new' } })
    await vercelProvider.destroy(deployment, context)
    expect(standIn.refusals).toEqual([])
    expect(standIn.projects.size).toBe(0)
  })
})
