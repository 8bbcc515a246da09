import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentsOf } from '../../support/aws-stand-in/aws-cloud.ts'
import { standInKey } from '../../support/aws-stand-in/aws-stand-in.ts'
import { measuredCloud } from '../../support/aws-stand-in/measured-cloud.ts'
import { runInProcess } from '../../support/run-in-process.ts'

describe('coldstart bench on Lambda', () => {
  it('deploys, measures with the platform’s own words, and takes everything down', async () => {
    const { aws, env } = await measuredCloud()
    const line =
      'bench --provider lambda --deploy --yes --cold-by evict --cold 2 --warm 2 --format json --samples --debug'
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
    expect(aws.refusals).toEqual([])
    const files = await readdir(cwd, { recursive: true, withFileTypes: true })
    const written = files
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
    for (const text of [stdout, stderr, ...written])
      for (const secret of [standInKey.secretAccessKey, standInKey.sessionToken ?? ''])
        expect(text).not.toContain(secret)
  })
})
