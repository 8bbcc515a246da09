import { expect, it } from 'vitest'
import { createProber } from '../../src/probe/create-prober.ts'
import { lanesFor } from '../../src/probe/open-all.ts'
import { bodyBound, type StopSignal } from '../../src/probe/prober.ts'
import { startHttpServer } from '../support/loopback-server.ts'

it('bodies of a burst share one bound, so memory is bounded whatever the functions answer', async () => {
  expect(bodyBound(undefined, 1)).toBe(8 * 1024 * 1024)
  expect(bodyBound(undefined, 1000) * 1000).toBeLessThanOrEqual(256 * 1024 * 1024)
  const big = Buffer.alloc(300_000, 'x')
  const server = await startHttpServer((_request, response) => response.end(big))
  const prober = createProber()
  const request = { url: server.origin, method: 'GET' as const, headers: {} }
  const replies = await prober.burst(Array(10).fill(request), { connection: 'fresh', maxBodyBytes: 100_000 })
  await server.close()
  expect(replies.every((reply) => reply.error?.message.includes('100000 bytes'))).toBe(true)
})

it('connections are opened one at a time unless that would take longer than servers wait', () => {
  expect(lanesFor(1000, 0.5)).toBe(1)
  expect(lanesFor(100, 40)).toBe(1)
  expect(lanesFor(1000, 40)).toBe(5)
  expect(lanesFor(10_000, 300)).toBe(16)
})

it('says in the sample when the loop was late while it was in flight', async () => {
  const server = await startHttpServer((_request, response) => {
    const until = performance.now() + 40
    while (performance.now() < until);
    setTimeout(() => response.end('ok'), 20)
  })
  const prober = createProber()
  const reply = await prober.probe(
    { url: server.origin, method: 'GET', headers: {} },
    { connection: 'fresh' },
  )
  await server.close()
  expect(reply.loopDelayMs).toBeGreaterThan(20)
  expect(reply.flags).toContain('loop-delay')
})

/** A signal that is aborted once so many have listened and listen no more, when nobody hears of it. */
function abortedAfter(listeners: number): StopSignal {
  let left = listeners
  return {
    get aborted() {
      return left <= 0
    },
    addEventListener() {},
    removeEventListener() {
      left -= 1
    },
  }
}

it.each([
  { when: 'before it', openings: 0 },
  { when: 'while its connections wait for their turn', openings: 3 },
])('a burst that is interrupted $when sends nothing', async ({ openings }) => {
  let asked = 0
  const server = await startHttpServer((_request, response) => {
    asked += 1
    response.end('ok')
  })
  const prober = createProber()
  const request = { url: server.origin, method: 'GET' as const, headers: {} }
  const replies = await prober.burst(Array(3).fill(request), {
    connection: 'fresh',
    signal: abortedAfter(openings),
  })
  await server.close()
  expect(replies.map(({ error }) => error?.message)).toEqual(
    Array(3).fill('The measurement was interrupted.'),
  )
  expect(asked).toBe(0)
})
