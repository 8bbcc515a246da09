import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { neededPermissions, optionalPermissions } from '../../../src/providers/lambda/needed-permissions.ts'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'

const page = readFileSync(new URL('../../../docs/PROVIDERS.md', import.meta.url), 'utf8')
const everything = [...neededPermissions, ...Object.values(optionalPermissions).flat()]

describe('the permissions AWS must allow', () => {
  it('are all in docs/PROVIDERS.md', () => {
    expect(everything.filter((action) => !page.includes(`\`${action}\``))).toEqual([])
  })

  it('are all that a whole cycle asks for', async () => {
    const { aws, context } = await awsTest()
    const deployment = await lambdaProvider.deploy(
      lambdaSpec({ schedule: '@daily' }, { mode: 'url' }),
      context,
    )
    await lambdaProvider.evict?.(deployment, context)
    await lambdaProvider.destroy(deployment, context)
    await lambdaProvider.findOrphans?.(context)
    const asked = aws.calls.map(({ service, operation }) => `${service}:${operation}`)
    const known = new Set([...everything, 'sts:GetCallerIdentity'])
    expect(asked.filter((action) => !known.has(action))).toEqual([])
  })
})
