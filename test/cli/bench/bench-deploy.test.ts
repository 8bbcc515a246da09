import { describe, expect, it, onTestFinished } from 'vitest'
import type { Result } from '../../../src/core/result.ts'
import { systemClock } from '../../../src/core/system-clock.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { type AwsStandIn, environmentFor, startAwsStandIn } from '../../support/aws-stand-in/aws-stand-in.ts'
import { engineHost } from '../../support/aws-stand-in/function-host.ts'
import { runInProcess } from '../../support/run-in-process.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function cloud() {
  const aws = await startAwsStandIn({ host: engineHost() })
  onTestFinished(() => aws.close())
  const cwd = temporaryFolder()
  const bench = async (line: string, answers: string[] = []) => {
    return runInProcess(['bench', ...line.split(' ')], { cwd, env: environmentFor(aws), answers })
  }
  return { aws, bench, open: () => openLedger({ cwd, clock: systemClock }).open() }
}

function leftIn(aws: AwsStandIn): number {
  return aws.cloud.functions.size + aws.cloud.roles.size
}

describe('coldstart bench --deploy, against the stand-in of AWS whose functions run on the local engine', () => {
  it('deploys, forces cold starts that the platform confirms, measures, and takes everything down', async () => {
    const { aws, bench, open } = await cloud()
    const line =
      '--provider lambda --deploy --yes --cold 2 --warm 2 --cold-by evict --format json --samples -q'
    const { code, stdout, stderr } = await bench(line)
    expect(stderr).toContain('an IAM role')
    expect(code).toBe(0)
    const result = JSON.parse(stdout) as Result
    const [summary] = result.summaries
    expect(summary).toMatchObject({ target: 'lambda', platform: 'cloud', errors: {} })
    expect(summary?.cold.map(({ coldBy, intended, observed }) => [coldBy, intended, observed])).toEqual(
      expect.arrayContaining([
        ['first', 1, 1],
        ['evict', 2, 2],
      ]),
    )
    expect(new Set(result.samples.map(({ evidence }) => evidence))).toEqual(new Set(['platform']))
    expect(leftIn(aws)).toBe(0)
    expect(await open()).toEqual([])
  })

  it('makes nothing when the user says no', async () => {
    const { aws, bench } = await cloud()
    const { code } = await bench('--provider lambda --deploy', ['n'])
    expect(code).toBe(1)
    expect(leftIn(aws)).toBe(0)
  })

  it('with --keep leaves the deployment in the ledger, and destroy takes it down', async () => {
    const { aws, bench, open } = await cloud()
    const { code, stderr } = await bench('--provider lambda --deploy --yes --keep --cold 0 --warm 1 -q')
    expect(code).toBe(0)
    expect(stderr).toContain('coldstart destroy takes it down')
    expect(await open()).toHaveLength(1)
    expect(leftIn(aws)).toBeGreaterThan(0)
  })

  it('names no secret anywhere in what it printed', async () => {
    const { aws, bench } = await cloud()
    const { stdout, stderr } = await bench('--provider lambda --deploy --yes --cold 0 --warm 1 --format json')
    const { AWS_SECRET_ACCESS_KEY: secret = '' } = environmentFor(aws)
    expect(secret).not.toBe('')
    expect(stdout + stderr).not.toContain(secret)
  })
})
