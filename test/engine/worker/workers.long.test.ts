import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { functionDefaults, workerColds } from '../../../src/engine/engine-options.ts'
import { openSample } from '../../../src/workload/sample.ts'
import { startHttpServer } from '../../support/loopback-server.ts'
import { serveOwn } from '../support/own-function.ts'
import { startTestEngine } from '../support/test-engine.ts'
import { ask, oracle, reportOf, where } from './support/worker-oracle.ts'

describe.skipIf(!existsSync(`${oracle}/node_modules`)).each(workerColds)(
  'a Worker under workerd, in a new %s (enable with: npm ci --prefix test/oracles/workerd)',
  (workerCold) => {
    const serveWorker = (files: Record<string, string>, path: string, changes = {}) =>
      serveOwn('cloudflare', files, path, { ...where, workerCold, ...changes })

    it('serves the sample, cold and warm, and knows its start from outside', async () => {
      const engine = await startTestEngine(
        [{ ...functionDefaults, ...openSample('cloudflare'), workerCold, idleTtlMs: 60_000 }],
        where,
      )
      onTestFinished(() => engine.stop())
      const [served] = engine.functions
      const each = { process: 'a process each', isolate: 'an isolate each, in a process that runs already' }
      expect(served?.runtimeClient).toContain(`(compatibility date 2026-03-01; ${each[workerCold]})`)
      const cold = await ask(`${served?.url}?name=Ada&nonce=n1`)
      const warm = await ask(`${served?.url}?name=Ada&nonce=n2`)
      const own = [cold, warm].map(({ json }) => (json as { instance: Record<string, unknown> }).instance)
      expect(cold.json).toMatchObject({ message: 'Hello, Ada', nonce: 'n1' })
      expect(own).toMatchObject([{ invocation: 1 }, { invocation: 2, id: own[0]?.id }])
      expect(reportOf(cold)).toMatchObject({ invocation: 1, runtime: expect.stringMatching(/^workerd /) })
      expect(Object.keys(reportOf(cold))).toEqual(
        expect.arrayContaining(['bootMs', 'handlerMs', 'startedAt']),
      )
      expect(reportOf(cold)).not.toHaveProperty('loadMs')
      await engine.evict()
      const again = await ask(`${served?.url}?nonce=n3`)
      expect((again.json as { instance: object }).instance).toMatchObject({ invocation: 1 })
      expect(reportOf(again).id).not.toBe(reportOf(cold).id)
    })

    it('gives env, method, path, headers and body to TypeScript that imports, and streams its reply', async () => {
      const files = {
        'wrangler.jsonc': `{ // as wrangler reads it
          "main": "src/index.ts", "compatibility_date": "2026-02-02", "compatibility_flags": ["nodejs_compat"],
          "vars": { "GREETING": "Grüß \\"Gott\\"", "LIMITS": { "most": 3 }, "OVER": "file" }, }`,
        'src/index.ts': `import { Buffer } from 'node:buffer'
          import { reply } from './reply'
          export default { async fetch(request: Request, env: Record<string, unknown>, ctx: { waitUntil(p: Promise<void>): void }) {
            if (new URL(request.url).pathname === '/stream') return stream(request, ctx)
            return reply({ env, method: request.method, path: new URL(request.url).pathname, x: request.headers.get('x-a'),
              body: await request.text(), buffer: Buffer.from('a').toString('hex') }) } }
          function stream(request: Request, ctx: any) {
            const wasRead = new URL(request.url).searchParams.get('wasRead')!
            const { readable, writable } = new TransformStream()
            const writer = writable.getWriter()
            ctx.waitUntil((async () => { await writer.write(new TextEncoder().encode('first ')); await fetch(wasRead); await writer.write(new TextEncoder().encode('last')); await writer.close() })())
            return new Response(readable) }`,
        'src/reply.ts':
          'export const reply = (value: unknown) => Response.json(value, { status: 201, headers: { "x-own": "1" } })',
      }
      const { siteUrl, runtimeClient } = await serveWorker(files, 'src/index.ts', {
        variables: { OVER: 'option' },
      })
      expect(runtimeClient).toContain('compatibility date 2026-02-02, nodejs_compat')
      const { status, headers, json } = await ask(`${siteUrl}/a/b?c=1`, {
        method: 'POST',
        headers: { 'x-a': 'b' },
        body: 'Grüße',
      })
      expect([status, headers['x-own'], headers.server]).toEqual([201, '1', 'cloudflare'])
      expect(json).toEqual({
        env: { GREETING: 'Grüß "Gott"', LIMITS: { most: 3 }, OVER: 'option' },
        method: 'POST',
        path: '/a/b',
        x: 'b',
        body: 'Grüße',
        buffer: '61',
      })
      expect(await chunksOf(`${siteUrl}/stream`)).toEqual(['first ', 'last'])
    })

    it('runs an app of Hono, a WorkerEntrypoint and a scheduled handler', async () => {
      const hono = {
        'a.ts': `import { Hono } from '${fileURLToPath(new URL('../../../node_modules/hono/dist/index.js', import.meta.url))}'
        const app = new Hono<{ Bindings: { WHO: string } }>()
        app.get('/hi', (c) => c.text('Hi, ' + c.env.WHO))
        export default app`,
      }
      const first = await serveWorker(hono, 'a.ts', { variables: { WHO: 'Ada' } })
      expect((await ask(`${first.siteUrl}/hi`)).text).toBe('Hi, Ada')
      const entry = {
        'a.js': `import { WorkerEntrypoint } from 'cloudflare:workers'
        export default class extends WorkerEntrypoint { fetch(request) { return new Response(this.env.WHO) } }`,
      }
      const second = await serveWorker(entry, 'a.js', { variables: { WHO: 'Bo' } })
      expect((await ask(`${second.siteUrl}/`)).text).toBe('Bo')
      const timed = {
        'a.js': `let due; export default { scheduled(event) { due = event.scheduledTime }, fetch() { return Response.json({ due }) } }`,
      }
      const third = await serveWorker(timed, 'a.js')
      await ask(`${third.siteUrl}/`, { headers: { 'x-coldstart-scheduled': '1234' } })
      expect((await ask(`${third.siteUrl}/`)).json).toEqual({ due: 1234 })
    })

    it('takes no word of a request for the engine’s own', async () => {
      const { siteUrl } = await serveWorker(
        { 'a.js': 'export default { fetch: () => new Response("its own") }' },
        'a.js',
      )
      const reply = await ask(`${siteUrl}/`, { headers: { 'x-coldstart-load': 'worker' } })
      expect([reply.status, reply.text]).toEqual([200, 'its own'])
    })

    it('refuses a compatibility date that the installed workerd does not know', async () => {
      const files = {
        'wrangler.toml': 'main = "a.js"\ncompatibility_date = "2099-01-01"',
        'a.js': 'export default { fetch() {} }',
      }
      await expect(serveWorker(files, 'a.js')).rejects.toMatchObject({ code: 'compatibility-date' })
    })
  },
)

it('says which command installs workerd where there is none', async () => {
  const served = serveOwn('cloudflare', { 'a.js': 'export default { fetch() {} }' }, 'a.js')
  await expect(served).rejects.toMatchObject({
    code: 'runtime-missing',
    hint: expect.stringContaining('npm install workerd'),
  })
})

/** What a reply comes in. The function is told, at the address in `wasRead`, that its first chunk was read. */
async function chunksOf(url: string): Promise<string[]> {
  const chunks: string[] = []
  let tell = () => {}
  const wasRead = new Promise<void>((resolve) => {
    tell = resolve
  })
  const server = await startHttpServer(async (_request, response) => {
    await wasRead
    response.end()
  })
  onTestFinished(() => server.close())
  await new Promise<void>((resolve) => {
    const sent = request(`${url}?wasRead=${encodeURIComponent(`${server.origin}/`)}`, (reply) => {
      reply.on('end', resolve).on('data', (chunk) => {
        chunks.push(String(chunk))
        tell()
      })
    })
    sent.end()
  })
  return chunks
}
