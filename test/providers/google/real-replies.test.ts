import { describe, expect, it } from 'vitest'
import { authenticate } from '../../../src/providers/google/authenticate.ts'
import { callGoogle } from '../../../src/providers/google/google-api.ts'
import { untilNotBusy } from '../../../src/providers/google/until-not-busy.ts'
import { meeting, platform } from '../../support/scripted-replies.ts'

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
