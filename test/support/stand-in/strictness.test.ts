import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { startNetlifyStandIn } from './netlify-stand-in.ts'
import type { StandIn } from './stand-in.ts'
import { hasVercelSdk, INSTALL_VERCEL_SDK, loadVercelSchemas } from './vercel/schemas.ts'
import { startVercelStandIn } from './vercel-stand-in.ts'

const token = 'planted-token'
const json = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const octets = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }
const standIns: StandIn[] = []

afterEach(async () => {
  for (const standIn of standIns.splice(0)) await standIn.close()
})

async function send(standIn: StandIn, call: string, headers: Record<string, string>, body: string) {
  const [method = '', path = ''] = call.split(' ')
  const reply = await fetch(standIn.url + path, { method, headers, body })
  return {
    status: reply.status,
    json: reply.status === 204 ? {} : ((await reply.json()) as Record<string, unknown>),
  }
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

describe('the stand-in for Vercel', () => {
  const start = async (schemas?: Awaited<ReturnType<typeof loadVercelSchemas>>) => {
    const standIn = await startVercelStandIn({ token, ...(schemas ? { schemas } : {}) })
    standIns.push(standIn)
    return standIn
  }

  it.each([
    ['a wrong token', 'POST /v11/projects', { ...json, authorization: 'Bearer other' }, '{"name":"a"}', 403],
    ['no content type', 'POST /v11/projects', { authorization: `Bearer ${token}` }, '{"name":"a"}', 400],
    ['a project without a name', 'POST /v11/projects', json, '{}', 400],
    ['an unknown query parameter', 'POST /v11/projects?force=1', json, '{"name":"a"}', 400],
    ['a scope that is not the account’s', 'POST /v11/projects?teamId=team_x', json, '{"name":"a"}', 400],
    ['an upload without a digest', 'POST /v2/files', octets, 'x', 400],
    [
      'an upload with a wrong digest',
      'POST /v2/files',
      { ...octets, 'x-vercel-digest': sha1('y') },
      'x',
      400,
    ],
    ['an upload that is called JSON', 'POST /v2/files', { ...json, 'x-vercel-digest': sha1('x') }, 'x', 400],
    ['a call that Vercel does not have', 'POST /v1/nonsense', json, '{}', 404],
  ])('refuses %s', async (_, call, headers, body, status) => {
    const standIn = await start()
    expect((await send(standIn, call, headers, body)).status).toBe(status)
  })

  it.skipIf(!hasVercelSdk)(
    `refuses a field that Vercel's published schemas do not have (needs: ${INSTALL_VERCEL_SDK})`,
    async () => {
      const standIn = await start(await loadVercelSchemas())
      expect((await send(standIn, 'POST /v11/projects', json, '{"name":"a","colour":"red"}')).status).toBe(
        400,
      )
      expect((await send(standIn, 'POST /v11/projects', json, '{"name":"a","ssoProtection":7}')).status).toBe(
        400,
      )
      expect(
        (await send(standIn, 'POST /v11/projects', json, '{"name":"a","ssoProtection":null}')).status,
      ).toBe(200)
    },
  )
})

describe('the stand-in for Netlify', () => {
  const start = async () => {
    const standIn = await startNetlifyStandIn({ token })
    standIns.push(standIn)
    const site = standIn.addSite('here')
    const deploy = { files: { '/a': sha1('a') }, functions: {}, draft: true }
    const made = await send(standIn, `POST /api/v1/sites/${site.id}/deploys`, json, JSON.stringify(deploy))
    return { standIn, site: site.id, deploy: String(made.json.id) }
  }
  const at = (call: string, ids: { site: string; deploy: string }) =>
    call.replace(':site', ids.site).replace(':deploy', ids.deploy)

  it.each([
    [
      'a wrong token',
      'POST /api/v1/ada/sites',
      { ...json, authorization: 'Bearer other' },
      '{"name":"a"}',
      401,
    ],
    ['an unknown field', 'POST /api/v1/ada/sites', json, '{"name":"a","colour":"red"}', 400],
    ['a field of a wrong type', 'POST /api/v1/ada/sites', json, '{"name":7}', 400],
    ['an unknown query parameter', 'POST /api/v1/ada/sites?force=1', json, '{"name":"a"}', 400],
    ['a deploy with files as a list', 'POST /api/v1/sites/:site/deploys', json, '{"files":[]}', 400],
    ['a deploy with a bad digest', 'POST /api/v1/sites/:site/deploys', json, '{"files":{"/a":"b"}}', 400],
    [
      'a schedule without its function',
      'POST /api/v1/sites/:site/deploys',
      json,
      '{"function_schedules":[{"name":"x","cron":"0 5 * * *"}]}',
      400,
    ],
    ['a file that is not what was announced', 'PUT /api/v1/deploys/:deploy/files/a', octets, 'b', 400],
    ['a file that was not announced', 'PUT /api/v1/deploys/:deploy/files/b', octets, 'b', 400],
    ['an upload that is called JSON', 'PUT /api/v1/deploys/:deploy/files/a', json, 'a', 400],
    ['a function that was not announced', 'PUT /api/v1/deploys/:deploy/functions/f?size=1', octets, 'a', 400],
    ['a call that Netlify does not have', 'POST /api/v1/nonsense', json, '{}', 404],
  ])('refuses %s', async (_, call, headers, body, status) => {
    const { standIn, ...ids } = await start()
    expect((await send(standIn, at(call, ids), headers, body)).status).toBe(status)
  })
})
