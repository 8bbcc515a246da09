import { beforeEach, describe, expect, it } from 'vitest'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { googleError } from '../../support/google-stand-in/misbehaviour.ts'
import { type FreshCloud, failure, freshCloud, unavailable } from './support/fresh-cloud.ts'

let cloud: FreshCloud['cloud']
let context: FreshCloud['context']

beforeEach(async () => {
  ;({ cloud, context } = await freshCloud())
})
describe('deploy, when Google Cloud misbehaves', () => {
  it.each([
    'GenerateUploadUrl',
    'PutSource',
    'CreateFunction',
    'GetOperation',
    'GetFunction',
    'GetIamPolicy',
    'SetIamPolicy',
    'CreateJob',
    'GetService',
    'UpdateService',
  ])('survives one server error and one broken connection of %s', async (rpc) => {
    cloud.misbehave({ call: rpc, reply: unavailable })
    cloud.misbehave({ call: rpc, reset: 'mid-request' })
    const deployment = await deployToGoogle(context, { schedule: '0 5 * * *' })
    expect(deployment.targets).toHaveLength(1)
  })

  it.each(['CreateFunction', 'SetIamPolicy', 'CreateJob', 'UpdateService'])(
    'goes on when %s was done and its reply was lost',
    async (rpc) => {
      cloud.misbehave({ call: rpc, reset: 'after' })
      await deployToGoogle(context, { schedule: '0 5 * * *' })
      expect([cloud.functions.size, cloud.jobs.size]).toEqual([1, 1])
    },
  )

  it('waits as long as it is told when a quota of calls a minute is used up', async () => {
    const json = googleError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded')
    cloud.misbehave({ call: 'CreateFunction', reply: { status: 429, json, headers: { 'retry-after': '7' } } })
    await deployToGoogle(context)
    expect(context.clock.sleeps).toContain(7000)
  })

  it('gives up with remote-busy when the quota stays used up', async () => {
    const json = googleError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded')
    cloud.misbehave({ call: 'GenerateUploadUrl', times: 9, reply: { status: 429, json } })
    await expect(deployToGoogle(context)).rejects.toMatchObject({ code: 'remote-busy' })
  })

  it('names the command that switches an API on', async () => {
    cloud.settings.disabledServices = ['run.googleapis.com']
    const error = await failure(deployToGoogle(context))
    expect(error.code).toBe('google-api-disabled')
    expect(error.message).toContain('run.googleapis.com is switched off in the project stand-in')
    expect(error.hint).toMatch(/gcloud services enable run\.googleapis\.com .*--project=stand-in/)
    expect(error.hint).toContain('https://console.developers.google.com/apis/api/run.googleapis.com')
  })

  it('names the roles when a permission is missing', async () => {
    const json = googleError(403, 'PERMISSION_DENIED', "Permission 'cloudfunctions.functions.create' denied")
    cloud.misbehave({ call: 'CreateFunction', reply: { status: 403, json } })
    const error = await failure(deployToGoogle(context))
    expect(error.code).toBe('remote-unauthorized')
    expect(error.hint).toContain('roles/cloudfunctions.developer')
  })

  it("gives Cloud Build's own words when the build fails", async () => {
    cloud.settings.buildError =
      'Build failed: npm ERR! 404; see https://console.cloud.google.com/cloud-build/1'
    const error = await failure(deployToGoogle(context))
    expect(error.code).toBe('google-operation')
    expect(error.message).toContain('npm ERR! 404; see https://console.cloud.google.com/cloud-build/1')
  })

  it('says so when an operation never ends', async () => {
    cloud.settings.operationPolls = 1e9
    // Each look at the operation takes two minutes, so that there are ten of them and not hundreds.
    cloud.onCall = (rpc) => {
      if (rpc === 'GetOperation') context.clock.advance(120_000)
    }
    await expect(deployToGoogle(context)).rejects.toThrow('not finished after 20 minutes')
  })

  it('reads the policy again when somebody else wrote it in between', async () => {
    cloud.settings.policyRaces = 2
    await deployToGoogle(context)
    expect(cloud.calls.filter((rpc) => rpc === 'SetIamPolicy')).toHaveLength(3)
  })

  it('waits until a new policy is known to the front ends', async () => {
    cloud.settings.policyDelayCalls = 5
    await deployToGoogle(context)
    expect(cloud.calls.filter((rpc) => rpc === 'Invoke')).toHaveLength(6)
  })

  it('does not take over a function of the same name that another deployment made', async () => {
    cloud.misbehave({
      call: 'CreateFunction',
      reply: { status: 409, json: googleError(409, 'ALREADY_EXISTS', 'exists') },
    })
    const foreign = { resource: { state: 'ACTIVE', labels: { 'coldstart-deployment': 'another' } } }
    cloud.onCall = (rpc) => {
      if (rpc === 'CreateFunction') cloud.functions.get = () => foreign
    }
    await expect(deployToGoogle(context)).rejects.toThrow('another function has that name')
  })

  it('refuses a runtime that Google has not, before anything is made', async () => {
    await expect(deployToGoogle(context, { runtime: 'ruby3.4' })).rejects.toMatchObject({
      code: 'cannot-deploy',
    })
    expect(cloud.calls).toEqual([])
  })
})
