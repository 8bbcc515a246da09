import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { main } from '../../../src/cli/main.ts'
import type { Result } from '../../../src/core/result.ts'
import { fakeIo } from '../../support/fake-io.ts'

let cwd: string
let server: Server | undefined
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'coldstart-target-'))
})
afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(cwd, { recursive: true, force: true })
})

async function benchAgainst(listener: RequestListener, ...argv: string[]) {
  server = createServer(listener)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const io = fakeIo({ cwd })
  const words = ['bench', '--target', `mine=${url}`, '--cold', '1', '--warm', '1', '--idle', '10ms']
  const code = await main([...words, '--format', 'json', '--samples', '--quiet', ...argv], io)
  return { code, result: JSON.parse(io.written.stdout) as Result }
}

const json = { 'content-type': 'application/json' }
const report = (nonce: string | undefined, invocation = 1) =>
  JSON.stringify({ message: 'Hello', nonce, instance: { id: 'i-1', invocation } })

describe('coldstart bench --target', () => {
  it('measures a function that reports nothing and leaves open whether one slow reply was cold', async () => {
    const { code, result } = await benchAgainst((_, response) => response.end('hello'))
    expect(code).toBe(0)
    const [first, second] = result.samples
    expect(first).toMatchObject({ intended: 'cold', observed: 'unknown', evidence: 'none' })
    expect(second?.intended).toBe('warm')
    // What follows a reply at once is warm by the protocol; nothing is inferred where this machine was busy.
    expect([second?.observed, second?.evidence].join(' ')).toMatch(/^(warm latency|unknown none)$/)
    // That this machine stood still says nothing of the function.
    expect(result.samples.filter(({ error }) => error && error.kind !== 'client')).toEqual([])
    expect(result.warnings.find(({ code }) => code === 'unknown')?.message).toMatch(
      /[12] of 2 .* Their median wait is [\d.]+ ms/,
    )
    expect(result.samples.every(({ phases }) => (phases.waitMs ?? 0) > 0)).toBe(true)
  })

  it('believes the report of a function that echoes its nonce', async () => {
    let invocation = 0
    const { result } = await benchAgainst((request, response) => {
      invocation += 1
      response.writeHead(200, json).end(report(String(request.headers['x-coldstart-nonce']), invocation))
    })
    expect(result.samples.map(({ instance }) => instance?.invocation)).toEqual([1, 2])
    expect(result.samples[1]).toMatchObject({ observed: 'warm', evidence: 'instance' })
  })

  it('takes the time since the last recorded reply as the idle period of a scheduled run', async () => {
    server = createServer((_, response) => response.end('hello'))
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const scheduled = async (...more: string[]) => {
      const io = fakeIo({ cwd })
      const words = ['bench', '--target', `mine=${url}`, '--idle-since-recorded', '--warm', '1', '--quiet']
      const code = await main([...words, '--format', 'json', '--samples', ...more], io)
      return {
        code,
        ...io.written,
        result: code === 2 ? undefined : (JSON.parse(io.written.stdout) as Result),
      }
    }
    const [one, two] = [await scheduled(), await scheduled()]
    expect(one.result?.samples).toHaveLength(2)
    expect(one.result?.samples[0]?.flags).toContain('idle-unknown')
    expect(one.result?.warnings).toContainEqual(expect.objectContaining({ code: 'idle-unknown' }))
    const last = one.result?.samples[1]
    const first = two.result?.samples[0]
    const passedMs = Date.parse(first?.startedAt ?? '') - Date.parse(last?.startedAt ?? '')
    expect(first?.flags).toContain('idle-since-recorded')
    expect(Math.abs((first?.idleMs ?? 0) + (last?.phases.totalMs ?? 0) - passedMs)).toBeLessThan(passedMs)
    for (const words of [
      ['--cold', '3'],
      ['--idle', '1s'],
      ['--until-ci', '10%'],
      ['--cold-by', 'burst', '--burst', '2'],
    ])
      expect((await scheduled(...words)).code).toBe(2)
    expect((await scheduled('--cold', '3')).stderr).toContain('--cold 1')
  })

  it.each<[string, RequestListener, string]>([
    ['answers HTML', (_, response) => response.end('<!doctype html><title>Log in</title>'), 'protocol'],
    ['echoes a wrong nonce', (_, response) => response.writeHead(200, json).end(report('other')), 'protocol'],
    [
      'answers malformed JSON',
      (_, response) => response.writeHead(200, json).end('{"message": '),
      'protocol',
    ],
    ['answers 500', (_, response) => response.writeHead(500).end('no'), 'status'],
    ['answers 429', (_, response) => response.writeHead(429).end('no'), 'throttled'],
    [
      'is a cache',
      (_, response) => response.writeHead(200, { 'x-cache': 'Hit from x', age: '9' }).end('x'),
      'platform',
    ],
    ['never answers', () => {}, 'timeout'],
    ['hangs up', (request) => request.socket.destroy(), 'reset'],
  ])('counts a function that %s as an error and ends with 1', async (_, listener, kind) => {
    const { code, result } = await benchAgainst(listener, '--timeout', '300ms')
    expect(code).toBe(1)
    expect(result.samples.map(({ error }) => error?.kind)).toEqual([kind, kind])
    expect(result.summaries[0]).toMatchObject({ target: 'mine', errors: { [kind]: 2 } })
    expect(result.summaries[0]?.warm.n).toBe(0)
  })
})
