import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GoogleCloud, startGoogleCloud } from '../../support/google-stand-in/google-cloud.ts'

const functions = '/cloudfunctions.googleapis.com/v2/projects/p/locations/us-central1/functions'

let cloud: GoogleCloud
let token: string
let source: { object: string }

beforeEach(async () => {
  cloud = await startGoogleCloud()
  const form = new URLSearchParams({ grant_type: 'refresh_token', ...cloud.tokens.userFile })
  token = (cloud.tokens.answer(form).json as { access_token: string }).access_token
  const reply = await send('POST', `${functions}:generateUploadUrl`, {})
  const { uploadUrl, storageSource } = (await reply.json()) as {
    uploadUrl: string
    storageSource: typeof source
  }
  await fetch(uploadUrl, { method: 'PUT', headers: { 'content-type': 'application/zip' }, body: 'zip' })
  source = storageSource
})
afterEach(() => cloud.close())

/** The stand-in proves nothing unless it refuses what Google refuses. */
describe('the Google stand-in refuses', () => {
  const body = {
    environment: 'GEN_2',
    buildConfig: { runtime: 'nodejs22', entryPoint: 'hello' },
    serviceConfig: { availableMemory: '256M' },
  }
  const create = `${functions}?functionId=coldstart-1`

  it.each([
    ['a call without a token', create, body, { authorization: '' }, 401],
    ['an end user who names no quota project', create, body, { 'x-goog-user-project': '' }, 403],
    ['a path that no description has', `${functions}:make`, body, {}, 400],
    ['a body where none belongs', `${functions}/f`, body, {}, 400, 'DELETE'],
    ['a missing body', create, undefined, {}, 400],
    ['a field nobody described', create, { ...body, memory: '256M' }, {}, 400],
    ['a nested field nobody described', create, { ...body, serviceConfig: { memory: '256M' } }, {}, 400],
    ['a number for a string', create, { ...body, serviceConfig: { availableMemory: 256 } }, {}, 400],
    ['an unknown value of an enum', create, { ...body, environment: 'GEN_3' }, {}, 400],
    ['a query parameter nobody described', `${create}&name=x`, body, {}, 400],
    ['a first-generation function', create, { ...body, environment: 'GEN_1' }, {}, 400],
    ['a label in capitals', create, { ...body, labels: { Run: 'A' } }, {}, 400],
    [
      'a runtime that does not exist',
      create,
      { ...body, buildConfig: { ...body.buildConfig, runtime: 'nodejs22.x' } },
      {},
      400,
    ],
    [
      'a source that was never uploaded',
      create,
      { ...body, buildConfig: { ...body.buildConfig, source: { storageSource: { object: 'x' } } } },
      {},
      400,
    ],
    ['a function id in capitals', `${functions}?functionId=Coldstart`, body, {}, 400],
  ] as const)('%s', async (_, path, json, headers, status, verb: string = 'POST') => {
    const sent = json && 'buildConfig' in json ? withSource(json) : json
    const reply = await send(verb, path, sent, headers)
    expect(reply.status).toBe(status)
    expect(await reply.json()).toMatchObject({ error: { code: status } })
    expect(cloud.functions.size).toBe(0)
  })

  it('nothing in the request that all of those differ from', async () => {
    const reply = await send('POST', create, withSource(body))
    expect(reply.status).toBe(200)
    expect(cloud.refusals).toEqual([])
  })

  it.each([
    [
      'an Authorization header on a signed address',
      { authorization: 'Bearer x', 'content-type': 'application/zip' },
      '',
    ],
    ['a content type that was not signed', { 'content-type': 'application/octet-stream' }, ''],
    ['a wrong signature', { 'content-type': 'application/zip' }, 'x'],
  ] as const)('%s', async (_, headers, wrong) => {
    const { uploadUrl } = (await (await send('POST', `${functions}:generateUploadUrl`, {})).json()) as {
      uploadUrl: string
    }
    const reply = await fetch(uploadUrl + wrong, { method: 'PUT', headers, body: 'zip' })
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(
      (await fetch(uploadUrl, { method: 'PUT', headers: { 'content-type': 'application/zip' }, body: 'zip' }))
        .status,
    ).toBe(200)
  })
})

/** The source that was uploaded, unless the request names its own. */
function withSource(json: { buildConfig: object }): object {
  return { ...json, buildConfig: { source: { storageSource: source }, ...json.buildConfig } }
}

function send(
  method: string,
  path: string,
  json: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const sent = { authorization: `Bearer ${token}`, 'x-goog-user-project': 'p', ...headers }
  const body = json === undefined ? null : JSON.stringify(json)
  return fetch(cloud.url + path, { method, headers: sent, body })
}
