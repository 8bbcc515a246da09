import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ColdstartError } from '../../../src/core/errors.ts'
import { openLedger } from '../../../src/store/ledger/open-ledger.ts'
import { googleProvider } from '../../support/connected-providers.ts'
import { deployToGoogle } from '../../support/google-stand-in/deploy-to-google.ts'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'
import { createGoogleContext } from '../../support/google-stand-in/google-context.ts'
import { googleError } from '../../support/google-stand-in/misbehaviour.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let cloud: GoogleCloud
let context: ReturnType<typeof createGoogleContext>

beforeEach(async () => {
  cloud = await startGoogleCloud()
  context = createGoogleContext(cloud)
})

afterEach(async () => {
  expect(cloud.refusals).toEqual([])
  await cloud.close()
})

const unavailable = { status: 503, json: googleError(503, 'UNAVAILABLE', 'try again') }

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

describe('a deploy that fails halfway', () => {
  it.each(['SetIamPolicy', 'CreateJob', 'UpdateService', 'Invoke'])(
    'at %s takes down what it had made',
    async (rpc) => {
      const ledger = openLedger({ cwd: temporaryFolder(), clock: context.clock })
      onTestFinished(() => ledger.close())
      const json = googleError(403, 'PERMISSION_DENIED', 'no')
      cloud.misbehave({ call: rpc, times: 1000, reply: { status: rpc === 'Invoke' ? 500 : 403, json } })
      await failure(deployToGoogle({ ...context, ledger }, { replicas: 2, schedule: '0 5 * * *' }))
      expect([cloud.functions.size, cloud.jobs.size]).toEqual([0, 0])
      expect(await ledger.open()).toEqual([])
    },
  )

  it('keeps it in the ledger when it cannot be taken down either', async () => {
    const ledger = openLedger({ cwd: temporaryFolder(), clock: context.clock })
    onTestFinished(() => ledger.close())
    const reply = { status: 403, json: googleError(403, 'PERMISSION_DENIED', 'no') }
    for (const rpc of ['SetIamPolicy', 'DeleteFunction']) cloud.misbehave({ call: rpc, times: 1000, reply })
    const error = await failure(deployToGoogle({ ...context, ledger }))
    expect(error.message).toContain('allow calls to the function')
    expect(context.logged.join()).toContain('run coldstart destroy')
    expect(await ledger.open()).toMatchObject([{ resources: [{ kind: 'google-function' }] }])
  })

  it('says what to use where an identity token is not taken', async () => {
    cloud.settings.organisationForbidsPublic = true
    cloud.settings.policyDelayCalls = 1e9
    const error = await failure(deployToGoogle(context))
    expect(error.hint).toContain('use a service account')
  })
})

describe('where the organisation forbids public functions', () => {
  beforeEach(() => {
    cloud.settings.organisationForbidsPublic = true
  })

  it.each(['user', 'service-account'] as const)(
    'a %s calls with an identity token for the URL',
    async (holder) => {
      const own = createGoogleContext(cloud, {}, holder)
      const deployment = await deployToGoogle(own)
      const [target] = deployment.targets
      expect(target?.handle).toMatchObject({ invoker: 'id-token' })
      expect(JSON.stringify(deployment)).not.toContain('planted')
      if (!target) return
      const { url, headers } = await googleProvider.request(target, 'n-1', own)
      expect((await fetch(url, { headers })).status).toBe(200)
      expect((await fetch(url)).status).toBe(403)
    },
  )

  it('asks for one identity token and renews it before it ends', async () => {
    const deployment = await deployToGoogle(context)
    const [target] = deployment.targets
    if (!target) throw new Error('no target')
    const first = (await googleProvider.request(target, 'n-1', context)).headers.authorization
    expect((await googleProvider.request(target, 'n-2', context)).headers.authorization).toBe(first)
    context.clock.advance(24 * 3_600_000)
    expect((await googleProvider.request(target, 'n-3', context)).headers.authorization).not.toBe(first)
  })

  it('says how to have a token when only an access token is at hand', async () => {
    const [token = ''] = await accessToken()
    const own = createGoogleContext(cloud, {
      env: {
        GOOGLE_APPLICATION_CREDENTIALS: undefined,
        CLOUDSDK_AUTH_ACCESS_TOKEN: token,
        GOOGLE_CLOUD_QUOTA_PROJECT: 'stand-in',
      },
    })
    const error = await failure(deployToGoogle(own))
    expect(error.code).toBe('google-identity-token')
    expect(error.hint).toContain('service account')
  })

  it('refuses where the user insisted on a public function', async () => {
    await expect(deployToGoogle(context, { options: { invoker: 'public' } })).rejects.toThrow(
      "organisation's policy",
    )
  })

  it('lets the scheduler call with the identity of the function itself', async () => {
    await deployToGoogle(context, { schedule: '0 5 * * *' })
    const [job] = [...cloud.jobs.values()] as [{ httpTarget: { oidcToken: object } }]
    const serviceAccountEmail = '1-compute@developer.gserviceaccount.com'
    expect(job.httpTarget.oidcToken).toMatchObject({ serviceAccountEmail })
    const [{ policy }] = [...cloud.services.values()] as unknown as [{ policy: object }]
    expect(JSON.stringify(policy)).toContain(`serviceAccount:${serviceAccountEmail}`)
  })
})

describe('destroy, when Google Cloud misbehaves', () => {
  it.each(['DeleteFunction', 'DeleteJob', 'GetOperation'])(
    'survives a server error and a lost reply of %s',
    async (rpc) => {
      const deployment = await deployToGoogle(context, { schedule: '0 5 * * *' })
      cloud.misbehave({ call: rpc, reply: unavailable })
      cloud.misbehave({ call: rpc, reset: 'after' })
      await googleProvider.destroy(deployment, context)
      expect([cloud.functions.size, cloud.jobs.size]).toEqual([0, 0])
    },
  )

  it('waits for a function that is still being built', async () => {
    cloud.settings.operationPolls = 4
    const reply = { status: 403, json: googleError(403, 'PERMISSION_DENIED', 'no') }
    cloud.misbehave({ call: 'GetOperation', reply })
    await failure(deployToGoogle(context))
    expect(cloud.functions.size).toBe(0)
    expect(cloud.calls.filter((rpc) => rpc === 'DeleteFunction').length).toBeGreaterThan(1)
  })
})

async function accessToken(): Promise<(string | undefined)[]> {
  const form = new URLSearchParams({ grant_type: 'refresh_token', ...cloud.tokens.userFile })
  const { json } = cloud.tokens.answer(form)
  return [(json as { access_token: string }).access_token]
}

async function failure(promise: Promise<unknown>): Promise<ColdstartError> {
  return promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )
}
