import { describe, expect, it } from 'vitest'
import { contentsOf } from '../../support/aws-stand-in/aws-cloud.ts'
import { engineHost } from '../../support/aws-stand-in/function-host.ts'
import {
  benchOwnFunction,
  expectVariablesBackAfter,
  measuredCloud,
  ownFunction,
  theirs,
} from '../../support/aws-stand-in/measured-cloud.ts'
import { runInProcess } from '../../support/run-in-process.ts'

describe('coldstart bench on Lambda', () => {
  it('forces again what AWS sent to an old instance, and says so', async () => {
    const host = engineHost()
    let evictions = 0
    const deafAtFirst = {
      ...host,
      evict: async (key: string) => (++evictions === 1 ? undefined : host.evict(key)),
    }
    const { env } = await measuredCloud(deafAtFirst)
    const line =
      'bench --provider lambda --deploy --yes --cold-by evict --cold 1 --warm 1 --format json --samples'
    const { code, stdout, stderr } = await runInProcess(line.split(' '), { env })
    expect(code, stderr).toBe(0)
    const forced = JSON.parse(stdout).samples.filter(
      (one: { intended: string; coldBy: string }) => one.intended === 'cold' && one.coldBy === 'evict',
    )
    expect(forced.map(({ observed }: { observed: string }) => observed)).toEqual(['warm', 'cold'])
  })
})

describe("coldstart bench on a function of the user's", () => {
  it('forces it cold and gives every variable back', async () => {
    const { aws, env, variablesNow } = await ownFunction()
    const { code, stdout, stderr } = await runInProcess(benchOwnFunction, { env })
    expect(code, stderr).toBe(0)
    expect(
      JSON.parse(stdout).samples.filter((one: { observed: string }) => one.observed === 'cold'),
    ).toHaveLength(2)
    expect(JSON.parse(stdout).samples.map((one: { coldBy?: string }) => one.coldBy)).not.toContain('first')
    expect(variablesNow()).toEqual(theirs)
    expect(stdout + stderr).not.toContain('planted-database-password')
    expect(contentsOf(aws.cloud)).toEqual(['function checkout', 'log group /aws/lambda/checkout'])
  })

  it('killed with SIGKILL in the middle, it has its variables back after the next start, whatever it measures', () =>
    expectVariablesBackAfter(['bench', '--cold', '1', '--warm', '1', '--provider', 'lambda']))

  it('killed with SIGKILL in the middle, it has its variables back after coldstart destroy --all', () =>
    expectVariablesBackAfter(['destroy', '--all', '--yes']))
})
