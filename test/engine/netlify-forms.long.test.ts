import { describe, expect, it } from 'vitest'
import { type OwnFunction, serveTogether } from './support/own-function.ts'

const one = (code: string, path = 'netlify/functions/a.mjs'): OwnFunction => ({
  contract: 'netlify',
  files: { [path]: code },
  path,
})

const BOTH = `export const handler = async () => ({ statusCode: 200, body: 'v1' })
  export default async () => new Response('v2')`

const ROUTED = `export const config = { path: ['/hello/:name', '/hi/:first/*'] }
  export default async (req, context) => Response.json({ params: context.params, geo: context.geo, ip: context.ip,
    site: context.site, deploy: context.deploy, account: context.account, server: context.server,
    id: context.requestId, cookie: context.cookies.get('a'), env: Netlify.env.get('NETLIFY') })`

const SCHEDULED = `export const config = { schedule: '@hourly' }
  export default async (req) => Response.json({ method: req.method, ...(await req.json()) })`

const JOB = 'export default async () => { await new Promise(() => setTimeout(() => {}, 1e6)) }'
const jobs = {
  'file-of-its-name': one(JOB, 'netlify/functions/job-background.mjs'),
  'folder-of-its-name': one(JOB, 'netlify/functions/job-background/index.mjs'),
  'by-its-config': one(`export const config = { background: true }\n${JOB}`),
}

const served = serveTogether<string>({
  both: one(BOTH),
  routed: one(ROUTED),
  fetches: one('export default { fetch: async (r) => new Response(new URL(r.url).pathname) }'),
  ...jobs,
  broken: one('throw new Error("no"); export default () => {}', 'netlify/functions/job-background.mjs'),
  scheduled: one(SCHEDULED),
})

describe('the forms of a Netlify function', () => {
  it('one that exports both forms is v1, as for Netlify’s packager', async () => {
    expect(await (await fetch(served('both').url)).text()).toBe('v1')
  })

  it('one with a path of its own is found there, with the path’s parameters and Netlify’s context', async () => {
    const { siteUrl, url } = served('routed')
    expect(url).toBe(`${siteUrl}/hello/name`)
    const reply = await fetch(`${siteUrl}/hello/Ada`, { headers: { cookie: 'a=1' } })
    expect(await reply.json()).toMatchObject({
      params: { name: 'Ada' },
      geo: {
        city: 'San Francisco',
        country: { code: 'US', name: 'United States' },
        subdivision: { code: 'CA' },
      },
      ip: '127.0.0.1',
      site: { id: expect.any(String), name: 'routed', url: expect.any(String) },
      deploy: { id: expect.any(String), context: 'dev', published: false },
      account: { id: expect.any(String) },
      server: { region: 'local' },
      id: reply.headers.get('x-nf-request-id'),
      cookie: '1',
      env: 'true',
    })
    expect(await (await fetch(`${siteUrl}/hi/Ada/x/y`)).json()).toMatchObject({ params: { first: 'Ada' } })
  })

  it('a fetch handler runs by Netlify’s own bootstrap', async () => {
    expect(await (await fetch(served('fetches').url)).text()).toBe('/.netlify/functions/fetches')
  })

  it.each(Object.keys(jobs))('a background function (%s) answers 202 while its job goes on', async (key) => {
    const { url, runtimeClient } = served(key)
    const reply = await fetch(url, { headers: { 'x-coldstart-nonce': 'n' } })
    expect(reply.status).toBe(202)
    expect(await reply.json()).toMatchObject({ nonce: 'n', instance: { invocation: 1 } })
    expect(runtimeClient).toContain('background')
  })

  it('a background function that does not load breaks its reply off', async () => {
    await expect(fetch(served('broken').url).then((reply) => reply.text())).rejects.toThrow()
  })

  it('a scheduled function gets a POST that says when it runs next', async () => {
    expect(await (await fetch(served('scheduled').url)).json()).toEqual({
      method: 'POST',
      next_run: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/),
    })
  })
})
