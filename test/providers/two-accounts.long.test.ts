import { describe, expect, it, onTestFinished } from 'vitest'
import { reporters } from '../../src/reporters/index.ts'
import { contentsOf } from '../support/aws-stand-in/aws-cloud.ts'
import { environmentFor, startAwsStandIn } from '../support/aws-stand-in/aws-stand-in.ts'
import { findMoto, motoInstallation } from '../support/aws-stand-in/moto-server.ts'
import { pace } from '../support/kill/scenes.ts'
import { clouds, expectNone, readAll, type StartCloud } from '../support/planted-clouds.ts'
import { runCliAndKill } from '../support/run-cli.ts'
import { runInProcess } from '../support/run-in-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const quoting = { fromCall: 0, body: 'own', padding: 0 } as const

async function start(name: string, whose: 'ours' | 'theirs') {
  const cloud = await (clouds[name] as StartCloud)(whose)
  onTestFinished(() => cloud.close())
  return cloud
}

/** Runs commands in one folder, and keeps all that they say. */
function terminal() {
  const cwd = temporaryFolder()
  let said = ''
  const run = async (line: string, env: Readonly<Record<string, string>>) => {
    const outcome = await runInProcess(line.split(' '), { cwd, env })
    said += outcome.stdout + outcome.stderr
    return outcome
  }
  return { run, everything: () => said + readAll(cwd) }
}

describe.each(Object.keys(clouds))('%s', (name) => {
  const platform = name.split(' ')[0] ?? ''
  const isMissing = name.includes('moto') && !findMoto()
  const title = isMissing ? ` (to enable: ${motoInstallation})` : ''

  it.skipIf(isMissing)(
    `what one account has is kept from another, and no reply that quotes secrets is repeated${title}`,
    async () => {
      const [ours, theirs] = [await start(name, 'ours'), await start(name, 'theirs')]
      const { run, everything } = terminal()
      expect(await run(`deploy ${platform} --yes --debug`, ours.env)).toMatchObject({ code: 0 })
      const made = ours.left()
      expect(made).toBeGreaterThan(0)

      theirs.proxy.plant(quoting)
      const refused = await run('destroy --all --yes --debug', theirs.env)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toMatch(/these are the credentials of|does not let/)
      expect(theirs.proxy.calls()).toBeGreaterThan(0)
      theirs.proxy.plant(undefined)
      await run('destroy --all --yes --debug', theirs.env)
      expect(ours.left()).toBe(made)
      expect((await run('list', ours.env)).stdout).toContain(platform)

      expect(await run('destroy --all --yes --debug', ours.env)).toMatchObject({ code: 0 })
      expect(ours.left()).toBe(0)
      expectNone([...ours.secrets(), ...theirs.secrets()], everything())
    },
  )
})

it('Lambda’s replies to invocations that quote secrets are in no format of a report', async () => {
  const cloud = await start('lambda', 'ours')
  const { run, everything } = terminal()
  expect(await run('deploy lambda --yes', cloud.env)).toMatchObject({ code: 0 })
  const id = /lambda:(coldstart-\S+)/.exec((await run('list', cloud.env)).stdout)?.[1] ?? 'none'
  for (const status of [200, 403, 429, 502]) {
    cloud.proxy.plant({ fromCall: 1, status, body: status === 200 ? 'own' : 'json', padding: 40 })
    await run(
      `bench --target mine=lambda:${id} --cold 1 --warm 2 --cold-by first --samples --debug`,
      cloud.env,
    )
    for (const format of Object.keys(reporters)) {
      const { stdout } = await run(`report latest --format ${format}`, cloud.env)
      expectNone(cloud.secrets(), stdout)
    }
  }
  expectNone(cloud.secrets(), everything())
})

it('a function made before a kill stays known where the policy hides its tags, until the policy shows them', async () => {
  const aws = await startAwsStandIn({ pace, hidesTags: true })
  onTestFinished(() => aws.close())
  const env = environmentFor(aws)
  const listen = (kill: () => Promise<void>) => {
    aws.onCall = ({ operation }, moment) =>
      operation === 'CreateFunction' && moment === 'after' ? kill() : undefined
  }
  const { signal, cwd } = await runCliAndKill(['deploy', 'lambda', '--yes'], { env, listen })
  expect(signal).toBe('SIGKILL')
  aws.onCall = undefined
  const blind = await runInProcess(['destroy', '--all', '--yes'], { env, cwd })
  expect(blind).toMatchObject({ code: 1, stderr: expect.stringContaining('lambda:ListTags') })
  expect(aws.cloud.functions.size).toBe(1)
  expect((await runInProcess(['list'], { env, cwd })).stdout).toContain('unfinished')
  Object.assign(aws.cloud, { hidesTags: false })
  expect(await runInProcess(['destroy', '--all', '--yes'], { env, cwd })).toMatchObject({ code: 0 })
  expect(contentsOf(aws.cloud)).toEqual([])
})
