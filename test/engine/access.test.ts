import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { invoke, startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([testFunction('failing.mjs')])
})
afterAll(() => engine.stop())

describe('who can reach the engine', () => {
  it('a caller with the token', async () => {
    expect((await invoke(engine, 'failing', {})).status).toBe(200)
    expect(await (await fetch(`${engine.url}/ping.txt`)).text()).toBe('pong\n')
  })

  it('nobody with another path: 404, and no function runs', async () => {
    await engine.evict()
    for (const prefix of ['', '/', '/wrong', `/${'a'.repeat(24)}`]) {
      const url = `http://127.0.0.1:${engine.port}${prefix}/2015-03-31/functions/failing/invocations`
      const reply = await fetch(url, { method: 'POST', body: '{}' })
      expect([prefix, reply.status, await reply.text()]).toEqual([prefix, 404, 'Not found\n'])
    }
    expect((await invoke(engine, 'failing', {})).log).toContain('Init Duration')
  })

  it('has a token that is long and new each time', async () => {
    const other = await startTestEngine([])
    const token = (url: string) => new URL(url).pathname.slice(1)
    expect(token(engine.url)).toMatch(/^[a-z2-9]{24}$/)
    expect(token(other.url)).not.toBe(token(engine.url))
    await other.stop()
  })

  it('nobody from another machine: it listens on 127.0.0.1 only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4')?.address
    const address = outside ?? '127.0.0.2'
    await expect(reach(address, engine.port)).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNREFUSED|EADDRNOTAVAIL/),
    })
  })
})

function reach(host: string, port: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request({ host, port, path: '/' }, resolve).on('error', reject).end()
  })
}
