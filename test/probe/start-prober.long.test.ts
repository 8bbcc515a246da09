import { expect, it } from 'vitest'
import { startProber } from '../../src/probe/start-prober.ts'
import { startHttpServer } from '../support/loopback-server.ts'

it('does not count pauses between requests as delays of the loop', async () => {
  const server = await startHttpServer((_request, response) => response.end('ok'))
  const prober = await startProber()
  const request = { url: server.origin, method: 'GET' as const, headers: {} }
  let longestInFlightMs = 0
  const probe = async () => {
    const askedAtMs = performance.now()
    await prober.probe(request, { connection: 'fresh' })
    longestInFlightMs = Math.max(longestInFlightMs, performance.now() - askedAtMs)
  }
  await probe()
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await probe()
  const { maxMs } = await prober.loopDelay()
  await prober.close()
  await server.close()
  expect(maxMs).toBeLessThanOrEqual(longestInFlightMs)
})
