import { describe, expect, it } from 'vitest'
import { contentsOf, putFunction } from '../support/aws-stand-in/aws-cloud.ts'
import { awsTest } from '../support/aws-stand-in/aws-context.ts'
import { lambdaProvider, netlifyProvider, vercelProvider } from '../support/connected-providers.ts'
import { createDeployContext } from '../support/stand-in/deploy-setup.ts'
import { netlifyAccount, token, vercelAccount } from './support/accounts.ts'

describe('a policy without lambda:ListTags', () => {
  it('keeps the entry of a function whose creation was never confirmed, and says what is missing', async () => {
    const { aws, context, ledger } = await awsTest({ hidesTags: true })
    const id = 'coldstart-2026-11-23T000000-test-abcd'
    const base = {
      id,
      provider: 'lambda',
      createdAt: '2026-11-23T00:00:00.000Z',
      region: 'us-east-1',
      targets: [],
    }
    const resource = { kind: 'lambda-function', name: `${id}-0`, owned: true, region: 'us-east-1' }
    await ledger.begin({ ...base, resources: [] })
    await ledger.creating(id, resource)
    putFunction(aws.cloud, `${id}-0`).tags['coldstart:deployment'] = id
    const [open] = await ledger.open()
    await expect(
      lambdaProvider.destroy(open ?? { ...base, resources: [resource] }, context),
    ).rejects.toMatchObject({
      code: 'aws-denied',
      hint: expect.stringContaining('lambda:ListTags'),
    })
    expect(contentsOf(aws.cloud)).toHaveLength(1)
    expect(await ledger.open()).toHaveLength(1)
  })
})

describe('orphans are told by proof', () => {
  it('not by the name of a Vercel project without deployments', async () => {
    const { standIn, ...given } = await vercelAccount()
    const context = createDeployContext({ env: { VERCEL_TOKEN: token }, ...given })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = '{"name":"coldstart-docs-site"}'
    await fetch(`${standIn.url}/v11/projects`, { method: 'POST', headers, body })
    expect(await vercelProvider.findOrphans?.(context)).toEqual([])
    expect(context.logged.join()).toContain('project coldstart-docs-site has a name like')
  })

  it('not by the name of a Netlify site without deploys', async () => {
    const { standIn, ...given } = await netlifyAccount()
    const context = createDeployContext({ env: { NETLIFY_AUTH_TOKEN: token }, ...given })
    standIn.addSite('coldstart-docs-site')
    expect(await netlifyProvider.findOrphans?.(context)).toEqual([])
    expect(context.logged.join()).toContain('site coldstart-docs-site has a name like')
  })

  it("not by the name of a user's log group or schedule", async () => {
    const { aws, context } = await awsTest()
    aws.cloud.logGroups.add('/aws/lambda/coldstart-nightly-jobs-abcd-0')
    aws.cloud.schedules.set('coldstart-nightly-jobs-abcd-0', {})
    expect(await lambdaProvider.findOrphans?.(context)).toEqual([])
    expect(context.logged.join()).toMatch(
      /log-group \/aws\/lambda\/coldstart-nightly-jobs-abcd-0 has a name like/,
    )
    expect(context.logged.join()).toMatch(/schedule coldstart-nightly-jobs-abcd-0 has a name like/)
  })
})
