import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProbeRequest } from '../../src/core/probe-request.ts'
import type { Prober } from '../../src/probe/prober.ts'
import { startProber } from '../../src/probe/start-prober.ts'
import { type LoopbackServer, startHttpServer } from '../support/loopback-server.ts'

let server: LoopbackServer
let prober: Prober
const requests: string[] = []

beforeAll(async () => {
  server = await startHttpServer((request, response) => {
    requests.push(request.url ?? '')
    if (request.url !== '/hang') response.end('hello')
  })
  prober = await startProber({ warmUp: ['http'] })
})

afterAll(async () => {
  await prober.close()
  await server.close()
})

const get = (path: string): ProbeRequest => ({ url: server.origin + path, method: 'GET', headers: {} })

it('measures in a worker thread and hands the whole reply over', async () => {
  const reply = await prober.probe(get('/first'), { connection: 'fresh' })
  expect(reply.status).toBe(200)
  expect(new TextDecoder().decode(reply.body)).toBe('hello')
})

it('warms itself up against a server of its own, never the target', () => {
  expect(requests.every((path) => path === '/first')).toBe(true)
})

it('sends a burst and gives replies in order', async () => {
  const replies = await prober.burst([get('/1'), get('/2'), get('/3')], { connection: 'fresh' })
  expect(replies.map(({ request }) => request.url.at(-1))).toEqual(['1', '2', '3'])
})

it('ends the request in flight when the signal aborts', async () => {
  const controller = new AbortController()
  const pending = prober.probe(get('/hang'), { connection: 'fresh', signal: controller.signal })
  setTimeout(() => controller.abort(), 50)
  const reply = await pending
  expect(reply.error).toEqual({ kind: 'reset', message: 'The measurement was interrupted.' })
})

it('knows its own loop delay', async () => {
  const delay = await prober.loopDelay()
  expect(delay.maxMs).toBeGreaterThanOrEqual(delay.p99Ms)
  expect(delay.p99Ms).toBeGreaterThanOrEqual(delay.p50Ms)
})

it('refuses calls after it was closed', async () => {
  const own = await startProber()
  await own.close()
  await expect(own.probe(get('/'), { connection: 'fresh' })).rejects.toThrow('The probe has ended.')
})
