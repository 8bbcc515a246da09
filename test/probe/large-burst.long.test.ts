import { expect, it } from 'vitest'
import { startProber } from '../../src/probe/start-prober.ts'
import { startHttpServer } from '../support/loopback-server.ts'

it('a burst of 1,000 completes, each reply its own connection and its own body', async () => {
  const server = await startHttpServer((request, response) => response.end(request.url))
  const prober = await startProber()
  const requests = Array.from({ length: 1000 }, (_, index) => ({
    url: `${server.origin}/${index}`,
    method: 'GET' as const,
    headers: {},
  }))
  const replies = await prober.burst(requests, { connection: 'fresh' })
  const delay = await prober.loopDelay()
  await prober.close()
  await server.close()
  expect(replies.filter((reply) => reply.error)).toEqual([])
  expect(replies.map((reply) => new TextDecoder().decode(reply.body))).toEqual(
    requests.map((_, index) => `/${index}`),
  )
  expect(new Set(replies.map((reply) => reply.localPort)).size).toBe(1000)
  expect(replies.every((reply) => reply.loopDelayMs !== undefined)).toBe(true)
  expect(delay.maxMs).toBeGreaterThanOrEqual(0)
})
