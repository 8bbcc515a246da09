import { describe, expect, it } from 'vitest'
import { contentsOf, putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { type AwsStandIn, environmentFor, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { destroyFromLedger, runAndKill, type Victim } from '../../support/kill-after-each-call.ts'
import { createTestContext } from '../../support/provider-context.ts'
import { runCliAndKill } from '../../support/run-cli.ts'

const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }
const theirs = { DATABASE_URL: 'postgres://db', LEVEL: 'debug' }

function victimOf(aws: AwsStandIn, options: object, spec: object = {}): Victim {
  return {
    provider: 'lambda',
    env: environmentFor(aws),
    baseUrls: {},
    spec: { ...spec, options },
    set onCall(listener: () => void | Promise<void>) {
      aws.onCall = (_, moment) => (moment === 'after' ? listener() : undefined)
    },
  }
}

/** Kills after the first call, the second, … until a run lives to its end. @returns the operations killed after */
async function killAfterEach(
  options: object,
  spec: object,
  prepare: (aws: AwsStandIn) => void,
  expectClean: (aws: AwsStandIn, last: string) => void,
): Promise<string[]> {
  const stages: string[] = []
  for (let nth = 1; ; nth++) {
    const aws = await startAwsStandIn({ pace })
    prepare(aws)
    const victim = victimOf(aws, options, spec)
    const { killed, cwd } = await runAndKill(victim, nth)
    aws.onCall = undefined
    const last = aws.calls.at(-1)?.operation ?? 'nothing'
    const context = createTestContext({ env: victim.env, cwd, home: cwd })
    expect(await destroyFromLedger(victim, cwd, context), `after ${last}`).toEqual([])
    expectClean(aws, last)
    expect(aws.refused).toEqual([])
    await aws.close()
    if (!killed) return stages
    stages.push(last)
  }
}

describe('a Lambda deployment, killed with SIGKILL', () => {
  it('after any of its remote calls leaves nothing that destroy does not find', async () => {
    const stages = await killAfterEach(
      { mode: 'url' },
      { schedule: '0 5 * * *' },
      () => {},
      (aws, last) => expect(contentsOf(aws.cloud), `after ${last}`).toEqual([]),
    )
    expect(stages).toEqual(
      expect.arrayContaining([
        'CreateRole',
        'AttachRolePolicy',
        'CreateFunction',
        'CreateFunctionUrlConfig',
        'AddPermission',
        'PutRolePolicy',
        'CreateSchedule',
        'UpdateFunctionConfiguration',
        'DeleteSchedule',
        'DeleteFunctionUrlConfig',
        'DeleteFunction',
        'DeleteLogGroup',
        'DetachRolePolicy',
        'DeleteRole',
      ]),
    )
  })
})

describe("a run that forces a user's own function cold, killed with SIGKILL", () => {
  it('after any of its remote calls leaves every variable as it was, once destroy ran', async () => {
    const stages = await killAfterEach(
      { functionName: 'checkout' },
      {},
      (aws) => putFunction(aws.cloud, 'checkout', { Environment: { Variables: { ...theirs } } }),
      (aws, last) => {
        const { Environment } = aws.cloud.functions.get('checkout')?.configuration ?? {}
        expect(Environment, `after ${last}`).toEqual({ Variables: theirs })
        expect(contentsOf(aws.cloud)).toEqual(['function checkout'])
      },
    )
    expect(stages.filter((stage) => stage === 'UpdateFunctionConfiguration')).toHaveLength(2)
  })
})

describe('the CLI, killed with SIGKILL while it deploys', () => {
  it.each(['CreateRole', 'AttachRolePolicy', 'CreateFunction', 'GetFunction'])(
    'after %s: coldstart destroy leaves nothing',
    async (operation) => {
      const aws = await startAwsStandIn({ pace })
      const listen = (kill: () => Promise<void>) => {
        aws.onCall = (call, moment) =>
          call.operation === operation && moment === 'after' ? kill() : undefined
      }
      const deployed = await runCliAndKill(['deploy', 'lambda', '--yes'], {
        env: environmentFor(aws),
        listen,
      })
      expect(deployed.signal).toBe('SIGKILL')
      aws.onCall = undefined
      const { cwd } = deployed
      const listed = await runCliAndKill(['list'], { env: environmentFor(aws), cwd })
      expect(listed.stdout).toContain('unfinished')
      const destroyed = await runCliAndKill(['destroy', '--yes'], { env: environmentFor(aws), cwd })
      expect(destroyed).toMatchObject({ code: 0, stderr: expect.stringContaining('destroyed coldstart-') })
      expect(contentsOf(aws.cloud)).toEqual([])
      await aws.close()
    },
  )
})
