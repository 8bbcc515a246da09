import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { serveOwn } from './support/own-function.ts'

const framework = fileURLToPath(new URL('../oracles/functions-framework', import.meta.url))
const where = { resolveFrom: framework }
const functions = `const functions = require('${framework}/node_modules/@google-cloud/functions-framework')\n`

describe.skipIf(!existsSync(`${framework}/node_modules`))(
  'a Google function (enable with: npm ci --prefix test/oracles/functions-framework)',
  () => {
    it('is the only one that is registered, with its content type and its environment', async () => {
      const code = `${functions}functions.http('helloHttp', (req, res) => res.send({ q: req.query, b: req.body,
        raw: req.rawBody?.toString(), url: req.url, env: ['NODE_ENV', 'FUNCTION_TARGET', 'FUNCTION_SIGNATURE_TYPE', 'PORT'].map((name) => process.env[name]) }))`
      const { siteUrl } = await serveOwn('google', { 'index.js': code }, 'index.js', where)
      const headers = { 'content-type': 'application/json' }
      const reply = await fetch(`${siteUrl}/x?name=Ada`, { method: 'POST', headers, body: '{"a":1}' })
      expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(await reply.json()).toEqual({
        q: { name: 'Ada' },
        b: { a: 1 },
        raw: '{"a":1}',
        url: '/x?name=Ada',
        env: ['production', 'helloHttp', 'http', '8080'],
      })
    })

    it('may take a CloudEvent; a request that is none is made one', async () => {
      const seen: unknown[] = []
      const code = `${functions}functions.cloudEvent('onEvent', (event) => { if (!event.type) throw new Error('no event'); console.log(event.type) })`
      const { url } = await serveOwn('google', { 'index.js': code }, 'index.js', where)
      for (const init of [
        {},
        {
          method: 'POST',
          headers: {
            'ce-id': '1',
            'ce-source': 's',
            'ce-type': 't',
            'ce-specversion': '1.0',
            'content-type': 'application/json',
          },
          body: '{}',
        },
      ])
        seen.push((await fetch(url, init)).status)
      expect(seen).toEqual([204, 204])
    })

    it('streams', async () => {
      const code = `${functions}let open
        functions.http('a', (req, res) => { if (req.query.go) { open(); return res.end() } res.write('first'); open = () => res.end('rest') })`
      const { url } = await serveOwn('google', { 'index.js': code }, 'index.js', {
        ...where,
        maxEnvironments: 1,
      })
      const reader = (await fetch(url)).body?.getReader()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first')
      await reader?.cancel()
    })

    it('may be a standard fetch handler, by an adapter that is named', async () => {
      const code =
        'export default { fetch: async (r) => Response.json({ m: r.method, b: await r.text(), q: new URL(r.url).search }) }'
      const { url, runtimeClient } = await serveOwn('google', { 'a.mjs': code }, 'a.mjs', where)
      expect(await (await fetch(`${url}?a=1`, { method: 'POST', body: 'hi' })).json()).toEqual({
        m: 'POST',
        b: 'hi',
        q: '?a=1',
      })
      expect(runtimeClient).toMatch(/functions-framework \d.* with @hono\/node-server/)
    })
  },
)
