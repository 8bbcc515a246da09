import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { Lambda } from '@aws-sdk/client-lambda'
import { describe, expect, it } from 'vitest'
import { awsTest, lambdaSpec } from '../../support/aws-stand-in/aws-context.ts'
import { environmentFor, standInKey } from '../../support/aws-stand-in/aws-stand-in.ts'
import { engineHost, pretendHost } from '../../support/aws-stand-in/function-host.ts'
import { findMoto, motoInstallation, startMoto } from '../../support/aws-stand-in/moto-server.ts'
import { motoUpstream } from '../../support/aws-stand-in/moto-upstream.ts'
import { lambdaProvider } from '../../support/connected-providers.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { sendRequest } from '../../support/send-request.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const python = findMoto()
const title = 'with moto as the AWS control plane'

async function motoTest(host = pretendHost()) {
  const moto = await startMoto(python ?? '')
  const test = await awsTest({ upstream: motoUpstream(moto), host, pace: { policyRefusals: 0 } })
  return { ...test, moto }
}

/** What moto itself says there is, asked past the stand-in. */
async function contentsOfMoto(moto: string): Promise<string[]> {
  const config = { region: 'us-east-1', endpoint: moto, credentials: standInKey }
  const [lambda, iam] = [new Lambda(config), new IAM(config)]
  const functions = (await lambda.listFunctions({})).Functions ?? []
  const roles = (await iam.listRoles({})).Roles ?? []
  const groups = (await logs(moto, 'DescribeLogGroups', {})) as { logGroups: { logGroupName: string }[] }
  const schedules = await fetch(`${moto}/schedules`, { headers: signedFor('scheduler') })
  const { Schedules } = (await schedules.json()) as { Schedules: { Name: string }[] }
  for (const client of [lambda, iam]) client.destroy()
  return [
    ...functions.map(({ FunctionName }) => `function ${FunctionName}`),
    ...roles.map(({ RoleName }) => `role ${RoleName}`),
    ...groups.logGroups.map(({ logGroupName }) => `log group ${logGroupName}`),
    ...Schedules.map(({ Name }) => `schedule ${Name}`),
  ]
}

/** moto reads of a signature only which service it is for. */
function signedFor(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=x/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  }
}

async function logs(moto: string, operation: string, input: object): Promise<unknown> {
  const headers = {
    ...signedFor('logs'),
    'x-amz-target': `Logs_20140328.${operation}`,
    'content-type': 'application/x-amz-json-1.1',
  }
  const response = await fetch(moto, { method: 'POST', headers, body: JSON.stringify(input) })
  return JSON.parse((await response.text()) || '{}')
}

describe.skipIf(!python)(python ? title : `${title} (to enable: ${motoInstallation})`, () => {
  it('deploy → cold → warm → evict → cold → destroy, with URL, schedule, role and log group', async () => {
    const { aws, context, moto } = await motoTest(engineHost())
    const spec = lambdaSpec({ schedule: '0 5 * * *', memoryMb: 512, architecture: 'arm64' }, { mode: 'url' })
    const deployment = await lambdaProvider.deploy(spec, context)
    const [target] = deployment.targets
    if (!target) throw new Error('no target')
    const name = target.functionName ?? ''
    await logs(moto, 'CreateLogGroup', { logGroupName: `/aws/lambda/${name}` })
    expect((await contentsOfMoto(moto)).sort()).toEqual([
      `function ${name}`,
      `log group /aws/lambda/${name}`,
      `role ${deployment.id}-role`,
      `role ${deployment.id}-scheduler`,
      `schedule ${name}`,
    ])
    const invoke = async (nonce: string) =>
      lambdaProvider.interpret(
        await sendRequest(await lambdaProvider.request(target, nonce, context), context.clock),
        nonce,
      )
    const first = await invoke('a')
    expect(first.instance?.invocation).toBe(2)
    await lambdaProvider.evict?.(deployment, context)
    expect(aws.refusals).toEqual([])
    await lambdaProvider.destroy(deployment, context)
    expect(await contentsOfMoto(moto)).toEqual([])
  })

  it('publishes versions that moto numbers, and orphans are found and taken down', async () => {
    const { aws, context, moto } = await motoTest()
    const options = { evictBy: 'versions', versionsPerBatch: 2 } as const
    const deployment = await lambdaProvider.deploy(lambdaSpec({}, options), context)
    const [target] = (await lambdaProvider.evict?.(deployment, context)) ?? []
    const request = target && (await lambdaProvider.request(target, 'n', context))
    expect(request?.url).toMatch(/\?Qualifier=1$/)
    const orphans = (await lambdaProvider.findOrphans?.(context)) ?? []
    expect(orphans.map(({ id }) => id)).toEqual([deployment.id])
    for (const orphan of orphans) await lambdaProvider.destroy(orphan, context)
    expect(await contentsOfMoto(moto)).toEqual([])
    expect(aws.refusals).toEqual([])
  })

  it.each([
    ['nodejs24.x', undefined],
    ['python3.13', undefined],
    ['ruby3.4', undefined],
    ['java21', 'app.jar'],
    ['provided.al2023', 'bootstrap'],
  ] as const)('makes a function of each language as AWS names it: %s', async (runtime, name) => {
    const { aws, context, moto } = await motoTest()
    const file = join(temporaryFolder(), name ?? 'none')
    if (name) writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 })
    const own = name && { workload: { file, ...(runtime === 'java21' && { exportName: 'ex.H::handle' }) } }
    const deployment = await lambdaProvider.deploy(lambdaSpec({ runtime, ...own }), context)
    const lambda = new Lambda({ region: 'us-east-1', endpoint: moto, credentials: standInKey })
    const made = (await lambda.getFunction({ FunctionName: deployment.targets[0]?.functionName }))
      .Configuration
    expect(made?.Runtime).toBe(runtime)
    await lambdaProvider.destroy(deployment, context)
    expect(await contentsOfMoto(moto)).toEqual([])
    expect(aws.refusals).toEqual([])
    lambda.destroy()
  })

  it('publishes a version for each cold start of a Python function with snapshots', async () => {
    const { aws, context } = await motoTest()
    const options = { snapStart: true, evictBy: 'versions', versionsPerBatch: 1 } as const
    const deployment = await lambdaProvider.deploy(lambdaSpec({ runtime: 'python3.13' }, options), context)
    const first = (await lambdaProvider.evict?.(deployment, context)) ?? []
    const again = (await lambdaProvider.evict?.({ ...deployment, targets: [...first] }, context)) ?? []
    const urls = [deployment.targets, first, again].map(([target]) => target?.url.replace(/.*Qualifier=/, ''))
    expect(urls).toEqual(['1', '2', '3'])
    expect(aws.refusals).toEqual([])
    await lambdaProvider.destroy({ ...deployment, targets: [...again] }, context)
  })

  it("gives a function of the user's its variables back, as moto has them", async () => {
    const { context, moto } = await motoTest()
    const theirs = await lambdaProvider.deploy(lambdaSpec(), context)
    const name = theirs.targets[0]?.functionName ?? ''
    const lambda = new Lambda({ region: 'us-east-1', endpoint: moto, credentials: standInKey })
    const Variables = { DATABASE_URL: 'postgres://u:p@db', EMPTY: '' }
    await lambda.updateFunctionConfiguration({ FunctionName: name, Environment: { Variables } })
    const now = async () =>
      (await lambda.getFunction({ FunctionName: name })).Configuration?.Environment?.Variables
    const adopted = await lambdaProvider.deploy(lambdaSpec({}, { functionName: name }), context)
    await lambdaProvider.evict?.(adopted, context)
    expect(await now()).toEqual({ ...Variables, COLDSTART_NONCE: expect.any(String) })
    await lambdaProvider.destroy(adopted, context)
    expect(await now()).toEqual(Variables)
    lambda.destroy()
  })

  it('the CLI deploys, lists and destroys', async () => {
    const { aws, moto } = await motoTest()
    const env = environmentFor(aws)
    const deployed = await runCliAndKill(['deploy', 'lambda', '--yes'], { env })
    expect(deployed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('coldstart bench --target lambda:'),
    })
    expect(await contentsOfMoto(moto)).toHaveLength(2)
    const { cwd } = deployed
    expect((await runCliAndKill(['list'], { env, cwd })).stdout).toContain('lambda us-east-1')
    expect((await runCliAndKill(['destroy', '--yes'], { env, cwd })).code).toBe(0)
    expect(await contentsOfMoto(moto)).toEqual([])
  })

  it.each(['CreateRole', 'AttachRolePolicy', 'CreateFunction', 'GetFunction'])(
    'killed with SIGKILL after %s: coldstart destroy leaves nothing in moto',
    async (operation) => {
      const { aws, moto } = await motoTest()
      const env = environmentFor(aws)
      const listen = (kill: () => Promise<void>) => {
        aws.onCall = (call, moment) =>
          call.operation === operation && moment === 'after' ? kill() : undefined
      }
      const { signal, cwd } = await runCliAndKill(['deploy', 'lambda', '--yes'], { env, listen })
      expect(signal).toBe('SIGKILL')
      aws.onCall = undefined
      expect(await contentsOfMoto(moto)).not.toEqual([])
      expect((await runCliAndKill(['destroy', '--all', '--yes'], { env, cwd })).code).toBe(0)
      expect(await contentsOfMoto(moto)).toEqual([])
    },
  )
})
