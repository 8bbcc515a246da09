import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contentsOf, putFunction } from '../../support/aws-stand-in/aws-cloud.ts'
import { environmentFor, standInKey, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { engineHost } from '../../support/aws-stand-in/function-host.ts'
import { runCliAndKill } from '../../support/run-cli.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const pace = { pendingPolls: 1, updatePolls: 1, roleRefusals: 0, policyRefusals: 0 }
const theirs = { DATABASE_URL: 'postgres://u:planted-database-password@db', LEVEL: 'debug' }

async function cloud(host = engineHost()) {
  const aws = await startAwsStandIn({ pace, host })
  onTestFinished(() => aws.close())
  return { aws, env: environmentFor(aws) }
}

describe('coldstart bench on Lambda', () => {
  it('deploys, measures with the platform’s own words, and takes everything down', async () => {
    const { aws, env } = await cloud()
    const line =
      'bench --provider lambda --deploy --yes --cold-by evict --cold 2 --warm 2 --format json --debug'
    const { code, stdout, stderr, cwd } = await runInProcess(line.split(' '), { env })
    expect(code, stderr).toBe(0)
    const result = JSON.parse(stdout)
    const colds = result.samples.filter((one: { observed: string }) => one.observed === 'cold')
    expect(colds.length).toBeGreaterThanOrEqual(2)
    expect(colds.find((one: { coldBy: string }) => one.coldBy === 'evict')).toMatchObject({
      evidence: 'platform',
      platform: { initMs: expect.any(Number) },
    })
    expect(result.targets[0]).toMatchObject({ provider: 'lambda', platform: 'cloud', region: 'us-east-1' })
    expect(contentsOf(aws.cloud)).toEqual([])
    expect(aws.refused).toEqual([])
    const files = await readdir(cwd, { recursive: true, withFileTypes: true })
    const written = files
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
    for (const text of [stdout, stderr, ...written])
      for (const secret of [standInKey.secretAccessKey, standInKey.sessionToken ?? ''])
        expect(text).not.toContain(secret)
  })

  it('forces again what AWS sent to an old instance, and says so', async () => {
    const host = engineHost()
    let evictions = 0
    const deafAtFirst = {
      ...host,
      evict: async (key: string) => (++evictions === 1 ? undefined : host.evict(key)),
    }
    const { env } = await cloud(deafAtFirst)
    const line = 'bench --provider lambda --deploy --yes --cold-by evict --cold 1 --warm 1 --format json'
    const { code, stdout, stderr } = await runInProcess(line.split(' '), { env })
    expect(code, stderr).toBe(0)
    const forced = JSON.parse(stdout).samples.filter(
      (one: { intended: string; coldBy: string }) => one.intended === 'cold' && one.coldBy === 'evict',
    )
    expect(forced.map(({ observed }: { observed: string }) => observed)).toEqual(['warm', 'cold'])
  })
})

describe("coldstart bench on a function of the user's", () => {
  /** A function that is there, with the sample as its code. */
  async function ownFunction() {
    const { aws, env } = await cloud()
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

  const line = 'bench --target mine=lambda:checkout --cold-by evict --cold 2 --warm 1 --format json'.split(
    ' ',
  )

  it('forces it cold and gives every variable back', async () => {
    const { aws, env, variablesNow } = await ownFunction()
    const { code, stdout, stderr } = await runInProcess(line, { env })
    expect(code, stderr).toBe(0)
    expect(
      JSON.parse(stdout).samples.filter((one: { observed: string }) => one.observed === 'cold'),
    ).toHaveLength(2)
    expect(JSON.parse(stdout).samples.map((one: { coldBy?: string }) => one.coldBy)).not.toContain('first')
    expect(variablesNow()).toEqual(theirs)
    expect(stdout + stderr).not.toContain('planted-database-password')
    expect(contentsOf(aws.cloud)).toEqual(['function checkout', 'log group /aws/lambda/checkout'])
  })

  it.each([
    ['coldstart destroy --all', ['destroy', '--all', '--yes']],
    ['the next start, whatever it measures', ['bench', '--cold', '1', '--warm', '1', '--provider', 'lambda']],
  ])('killed with SIGKILL in the middle, it has them back after %s', async (_, next) => {
    const { aws, env, variablesNow } = await ownFunction()
    let updates = 0
    const listen = (kill: () => Promise<void>) => {
      aws.onCall = ({ operation }, moment) => {
        if (operation === 'UpdateFunctionConfiguration' && moment === 'after' && ++updates === 2)
          return kill()
      }
    }
    const cwd = temporaryFolder()
    expect((await runCliAndKill(line, { env, cwd, listen })).signal).toBe('SIGKILL')
    expect(variablesNow()).toEqual({ ...theirs, COLDSTART_NONCE: expect.any(String) })
    aws.onCall = undefined
    const { code, stderr } = await runInProcess(next, { env, cwd })
    expect(code, stderr).toBe(0)
    expect(variablesNow()).toEqual(theirs)
  })
})
