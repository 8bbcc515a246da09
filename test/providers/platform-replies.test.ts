import { describe, expect, it } from 'vitest'
import { authenticate } from '../../src/providers/google/authenticate.ts'
import { callGoogle } from '../../src/providers/google/google-api.ts'
import { untilNotBusy } from '../../src/providers/google/until-not-busy.ts'
import { toAwsError } from '../../src/providers/lambda/aws-error.ts'
import { readAwsFailure } from '../../src/providers/lambda/aws-failure.ts'
import { interpretLambdaReply } from '../../src/providers/lambda/interpret-lambda.ts'
import { bodyOf as netlifyBody, openNetlifyApi } from '../../src/providers/netlify/netlify-api.ts'
import { createDeployment, waitForDeployment } from '../../src/providers/vercel/deployment.ts'
import { openVercelApi } from '../../src/providers/vercel/vercel-api.ts'
import { probeReply } from '../support/probe-reply.ts'
import { cases, meeting, platform, scripted } from '../support/scripted-replies.ts'

const project = { id: 'prj', name: 'coldstart-x' }
const deploymentRequest = {
  project,
  // The file that the recorded reply misses.
  files: [{ path: 'index.mjs', bytes: Uint8Array.of(1) }],
  prebuilt: true,
  environment: 'production' as const,
  nodeVersion: '24.x',
  meta: {},
}

describe('what Vercel really sends', () => {
  const call = async (name: string) => {
    const api = await openVercelApi(await platform(name))
    return api.call({ action: 'create a project', method: 'POST', path: '/v11/projects', json: {} })
  }
  const deploy = async (name: string) =>
    createDeployment(deploymentRequest, await openVercelApi(await platform(name)))
  const wait = async (name: string) => {
    const context = await platform(name)
    return waitForDeployment('dpl_1', 'production', await openVercelApi(context), context)
  }

  it('a blocked account is no matter of the token', async () => {
    await expect(call('V account blocked')).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('Account is blocked'),
      hint: expect.stringContaining('another token does not help'),
    })
  })

  it.each([
    ['V doctor 403 invalidToken', 'remote-unauthorized', 'Not authorized'],
    ['V 5xx html', 'remote-failed', '502 Bad Gateway'],
    ['V create project 409', 'remote-failed', 'already exists'],
  ])('%s is %s', async (name, code, words) => {
    await expect(call(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it.each([
    ['V 402 free per day', 'remote-quota', 'api-deployments-free-per-day'],
    ['V missing_project_settings', 'remote-failed', 'projectSettings'],
  ])('%s is %s', async (name, code, words) => {
    await expect(deploy(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it('missing files are uploaded, and the deployment is asked for again', async () => {
    expect(await deploy('V missing_files 400 then 200')).toBe('dpl_stub')
  })

  it('the shortest alias is the host', async () => {
    expect(await wait('V aliasAssigned number, QUEUED first')).toEqual({
      id: 'dpl_1',
      host: 'coldstart-x.vercel.app',
    })
  })

  it('a deployment that stays staged is said after a wait', async () => {
    await expect(wait('V READY but STAGED, never aliased')).rejects.toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('READY and stays STAGED'),
    })
  })
})

describe('what Netlify really sends', () => {
  const call = async (name: string, accept: readonly number[] = []) => {
    const api = await openNetlifyApi(await platform(name))
    return api.call({ action: 'deploy', method: 'POST', path: '/sites/s/deploys', json: {}, accept })
  }

  it('credits that are used up are a quota, not a token', async () => {
    await expect(call('N deploy 403 credits')).rejects.toMatchObject({
      code: 'remote-quota',
      message: expect.stringContaining('403 Account credit usage exceeded'),
      hint: expect.stringContaining('credits'),
    })
  })

  it.each([
    ['N 401', 'remote-unauthorized', 'Access Denied'],
    ['N 429 app limit', 'remote-busy', 'rate limit surpassed'],
    ['N upload 422 already done', 'remote-failed', 'Build is already done'],
    ['N upload 422 no records matched', 'remote-failed', 'No records matched'],
    ['N create site 422 subdomain', 'remote-failed', 'must be unique'],
  ])('%s is %s', async (name, code, words) => {
    await expect(call(name)).rejects.toMatchObject({ code, message: expect.stringContaining(words) })
  })

  it.each([
    'N deploy null lists',
    'N accounts',
    'N orphans 100',
    'N wait: real ready body',
    'N wait: retrying',
  ])('%s is read without an error', async (name) => {
    expect(netlifyBody(await call(name))).toBeDefined()
  })
})

describe('what Google really sends', () => {
  const call = async (name: string, method: 'GET' | 'POST' = 'POST') => {
    const context = authenticate(await platform(name))
    return callGoogle({ api: 'functions', project: 'p1', action: 'deploy f', method, path: '/v2/x' }, context)
  }

  it.each([
    [
      'G SERVICE_DISABLED',
      'google-api-disabled',
      /--project=p1 or open https:\/\/console.*against the project 1: .*--project=1\./,
    ],
    ['G billing disabled (old words)', 'google-refused', /Link a billing account to the project/],
    [
      'G USER_PROJECT_DENIED',
      'google-refused',
      /counted against the project p1.*serviceUsageConsumer.*See https:\/\/console\.developers/,
    ],
    ['G 401', 'remote-unauthorized', /gcloud auth application-default login/],
    ['G operation NOT found while polling', 'remote-failed', /./],
  ])('%s is %s with its own hint', async (name, code, hint) => {
    await expect(call(name)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
  })

  it('"unable to queue the operation" is waited out when a function is made, as when it is deleted', async () => {
    const context = authenticate(await platform('G 409 unable to queue (create)'))
    const request = {
      api: 'functions',
      project: 'p1',
      method: 'POST',
      path: '/v2/x',
      action: 'deploy f',
    } as const
    const send = () => callGoogle({ ...request, expect: ['ABORTED'] }, context)
    await expect(untilNotBusy('deploy f', context, send)).rejects.toMatchObject({
      message: expect.stringContaining('stayed busy for 20 minutes'),
    })
  })

  it('an operation that cannot be read for a moment is asked for again', async () => {
    expect((await call('G operation 503 html', 'GET')).json).toMatchObject({ done: true })
  })

  it.each(['G upload url', 'G function DEPLOYING then ACTIVE with uri', 'G etag race'])(
    '%s begins with a reply that is read',
    async (name) => {
      expect((await call(name)).json).toBeTypeOf('object')
    },
  )
})

/** A call that makes something. */
const creating = {
  api: 'functions',
  project: 'p1',
  action: 'deploy f',
  method: 'POST',
  path: '/v2/x',
} as const

describe('a refusal of Google is told by its reason, whatever its words and status', () => {
  const refused = async (status: number, reason: string, message = 'Request denied.') => {
    const url = 'https://console.cloud.google.com/help?project=p1'
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, metadata: { consumer: 'projects/p9' } },
      { '@type': 'type.googleapis.com/google.rpc.Help', links: [{ description: 'x', url }] },
    ]
    const error = { code: status, message, status: 'PERMISSION_DENIED', details }
    const context = authenticate(await meeting([{ status, body: { error } }]))
    return callGoogle(creating, context)
  }

  it.each([
    [403, 'BILLING_DISABLED', 'google-refused', /billing account to the project p9/],
    [400, 'BILLING_DISABLED', 'google-refused', /billing account to the project p9/],
    [403, 'USER_PROJECT_DENIED', 'google-refused', /counted against the project p9.*serviceUsageConsumer/],
    [403, 'SERVICE_DISABLED', 'google-api-disabled', /gcloud services enable/],
  ])('%i %s', async (status, reason, code, hint) => {
    await expect(refused(status, reason)).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(hint),
    })
    await expect(refused(status, reason)).rejects.toMatchObject({
      hint: expect.stringContaining('https://console.cloud.google.com/help?project=p1'),
    })
  })

  it('and the build account by its words, which have no reason', async () => {
    const words = 'Build failed: the default service account is missing required IAM roles.'
    await expect(refused(400, 'UNKNOWN', words)).rejects.toMatchObject({
      code: 'google-refused',
      hint: expect.stringContaining('--google-build-service-account'),
    })
  })
})

describe('a quota that is counted by the minute', () => {
  it('is waited out for a minute and more, named, though the platform asks for nothing', async () => {
    const words =
      "Quota exceeded for quota metric 'Per project mutation requests' and limit 'Per project mutation requests per minute per region'"
    const body = { error: { code: 429, message: words, status: 'RESOURCE_EXHAUSTED' } }
    const context = await meeting([
      { status: 429, body },
      { status: 200, body: { name: 'op' } },
    ])
    const before = context.clock.monotonicMs()
    expect((await callGoogle(creating, authenticate(context))).json).toEqual({ name: 'op' })
    expect(context.clock.monotonicMs() - before).toBeGreaterThanOrEqual(60_000)
    expect(context.logged.join()).toMatch(/Per project mutation requests per minute.*waiting 65 s/)
  })
})

describe('what AWS really sends', () => {
  const what = { action: 'create the function f', permission: 'lambda:CreateFunction' }
  const read = (name: string) => {
    const [{ status, headers = {}, body } = { status: 0 }] = scripted(name)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return toAwsError(readAwsFailure(status, new Headers(headers), text), what, [])
  }

  it.each([
    ['AWS IAM AccessDenied', 'aws-denied'],
    ['AWS IAM Throttling', 'remote-busy'],
    ['AWS IAM LimitExceeded', 'remote-quota'],
    ['AWS IAM ServiceFailure html 503', 'remote-failed'],
    ['AWS IAM EntityAlreadyExists, foreign', 'remote-failed'],
    ['AWS Lambda runtime not in the enum, then created', 'remote-failed'],
    ['AWS Lambda AccessDenied capital M', 'aws-denied'],
    ['AWS Lambda 429 create', 'remote-busy'],
    ['AWS Lambda role not ready then ok', 'remote-failed'],
    ['AWS Lambda bad token', 'aws-credentials-refused'],
    ['AWS Lambda captive html 403', 'remote-intercepted'],
  ])('%s is %s', (name, code) => {
    expect(read(name)).toMatchObject({ code })
  })

  it('the memory of a new account ends at 3,008 MB, which is a quota', () => {
    const message =
      "1 validation error detected: Value '4096' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 3008"
    const error = Object.assign(new Error(message), { name: 'ValidationException' })
    expect(toAwsError(error, what, [])).toMatchObject({
      code: 'remote-quota',
      hint: expect.stringContaining('--memory 3008'),
    })
  })

  const request = {
    url: 'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f/invocations',
    method: 'POST',
    headers: {},
  } as const
  const failed = { 'x-amz-function-error': 'Unhandled' }

  it.each([
    ['AWS Invoke 429', { status: 429, body: { Reason: 'x', message: 'Rate Exceeded.' } }, 'throttled'],
    ['AWS Invoke 403 R4', { status: 403, body: { Message: 'denied' } }, 'platform'],
    ['AWS Invoke 404', { status: 404, body: { Message: 'Function not found' } }, 'platform'],
    ['AWS Invoke 500 ServiceException', { status: 500, body: { Message: 'internal' } }, 'platform'],
    [
      'AWS Invoke 200 function error OOM',
      { headers: failed, body: { errorType: 'Runtime.OutOfMemory', errorMessage: 'signal: killed' } },
      'function',
    ],
    [
      'AWS Invoke 200 user error whose text says Task timed out',
      { headers: failed, body: { errorType: 'Error', errorMessage: 'Task timed out after 3.00 seconds' } },
      'function',
    ],
    ['AWS Invoke 200 null', { body: 'null' }, undefined],
    ['AWS Invoke 200 string', { body: '"hello"' }, undefined],
    ['AWS Invoke 200 apigw 500', { body: { statusCode: 500, body: 'x' } }, 'status'],
    ['AWS Invoke 200 apigw statusCode string', { body: { statusCode: '500', body: 'x' } }, 'status'],
  ])('%s', (name, given, kind) => {
    expect(cases.some((one) => one.name === name)).toBe(true)
    const { error } = interpretLambdaReply(probeReply({ request, ...given }), 'n')
    expect(error?.kind).toBe(kind)
  })
})
