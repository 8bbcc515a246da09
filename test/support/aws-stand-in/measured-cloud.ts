import { expect, onTestFinished } from 'vitest'
import { runCliAndKill } from '../run-cli.ts'
import { runInProcess } from '../run-in-process.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { putFunction } from './aws-cloud.ts'
import { environmentFor, startAwsStandIn } from './aws-stand-in.ts'
import { engineHost } from './function-host.ts'

const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }
/** Variables that a function of the user's has. */
export const theirs = { DATABASE_URL: 'postgres://u:planted-database-password@db', LEVEL: 'debug' }

/** An AWS whose functions run on the local engine, until the test is over. */
export async function measuredCloud(host = engineHost()) {
  const aws = await startAwsStandIn({ pace, host })
  onTestFinished(() => aws.close())
  return { aws, env: environmentFor(aws) }
}

/** A function of the user's, called checkout, with the sample as its code. */
export async function ownFunction() {
  const { aws, env } = await measuredCloud()
  const packed = await runInProcess(['deploy', 'lambda', '--yes'], { env })
  const [deployed] = aws.cloud.functions.values()
  const stored = putFunction(aws.cloud, 'checkout', {
    Handler: 'lambda.handler',
    Environment: { Variables: { ...theirs } },
  })
  Object.assign(stored, { zip: deployed?.zip })
  await runInProcess(['destroy', '--yes'], { env, cwd: packed.cwd })
  aws.cloud.logGroups.clear()
  return {
    aws,
    env,
    variablesNow: () => (stored.configuration.Environment as { Variables: object }).Variables,
  }
}

/** Measures it, forced cold. */
export const benchOwnFunction =
  'bench --target mine=lambda:checkout --cold-by evict --cold 2 --warm 1 --format json --samples'.split(' ')

/** Kills a run of it in the middle, and expects its variables back after the next command. */
export async function expectVariablesBackAfter(next: readonly string[]): Promise<void> {
  const { aws, env, variablesNow } = await ownFunction()
  let updates = 0
  const listen = (kill: () => Promise<void>) => {
    aws.onCall = ({ operation }, moment) => {
      if (operation === 'UpdateFunctionConfiguration' && moment === 'after' && ++updates === 2) return kill()
    }
  }
  const cwd = temporaryFolder()
  expect((await runCliAndKill(benchOwnFunction, { env, cwd, listen })).signal).toBe('SIGKILL')
  expect(variablesNow()).toEqual({ ...theirs, COLDSTART_NONCE: expect.any(String) })
  aws.onCall = undefined
  const { code, stderr } = await runInProcess(next, { env, cwd })
  expect(code, stderr).toBe(0)
  expect(variablesNow()).toEqual(theirs)
}
