import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/start-engine.ts'
import { readAll, startTestEngine, testFunction } from './support/test-engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startTestEngine([
    testFunction('failing.mjs'),
    testFunction('failing.mjs', { name: 'impatient', timeoutMs: 200 }),
    testFunction('event.mjs'),
    testFunction('streaming.mjs'),
    testFunction('failing.mjs', { name: 'single', maxEnvironments: 1 }),
  ])
})
afterAll(() => engine.stop())

const address = (path: string) => `${engine.url}/lambda-url/${path}`
const call = async (path: string, init?: RequestInit) => readAll(await fetch(address(path), init))

describe("Lambda's function URL", () => {
  it('makes an event of payload format 2.0', async () => {
    const reply = await call('event/deep/path?a=1&a=2&b=3?4', {
      method: 'POST',
      body: 'text',
      headers: { 'x-mine': 'y' },
    })
    expect(reply.json).toMatchObject({
      version: '2.0',
      rawPath: '/deep/path',
      rawQueryString: 'a=1&a=2&b=3?4',
      queryStringParameters: { a: '1,2', b: '3?4' },
      headers: { 'x-mine': 'y' },
      requestContext: { http: { method: 'POST', path: '/deep/path', sourceIp: '127.0.0.1' } },
      body: 'text',
      isBase64Encoded: false,
    })
  })

  it('hands a binary body over in base64', async () => {
    const reply = await call('event', {
      method: 'POST',
      body: new Uint8Array([0, 255]),
      headers: { 'content-type': 'image/png' },
    })
    expect(reply.json).toMatchObject({ body: 'AP8=', isBase64Encoded: true })
  })

  it('hands a form over in base64, and cookies and the caller’s way apart from its headers', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie: 'a=1; b=2' }
    const { json } = await call('event', { method: 'POST', body: 'x=1', headers })
    expect(json).toMatchObject({ body: 'eD0x', isBase64Encoded: true, cookies: ['a=1', 'b=2'] })
    expect(json).toMatchObject({
      headers: {
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-forwarded-port': expect.stringMatching(/^\d+$/),
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
      },
    })
    expect((json as { headers: object }).headers).not.toHaveProperty('cookie')
  })

  it('answers no more than 6 MB', async () => {
    expect((await call('failing?mode=big')).status).toBe(502)
  })

  it('takes a value without statusCode for a JSON body', async () => {
    const reply = await call('failing?mode=remaining')
    expect(reply.headers['content-type']).toBe('application/json')
    expect(reply.json).toBeTypeOf('number')
  })

  it('streams: status, headers and the first chunk before the last one is made', async () => {
    const response = await fetch(address('streaming'))
    expect([response.status, response.headers.get('x-made-by')]).toEqual([201, 'stream'])
    const chunks: string[] = []
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) chunks.push(decoder.decode(chunk as Uint8Array))
    expect(chunks).toEqual(['first ', 'second'])
  })

  it('closes the connection when a stream breaks off', async () => {
    const response = await fetch(address('streaming?fail=exit'))
    await expect(response.text()).rejects.toThrow()
    expect(await (await fetch(address('streaming'))).text()).toBe('first second')
  })

  it.each([
    ['throw', 'failing'],
    ['exit', 'failing'],
    ['loop', 'impatient'],
  ])('answers 502 Internal Server Error for a function that fails (%s)', async (mode, name) => {
    const reply = await call(`${name}?mode=${mode}`)
    expect([reply.status, reply.json]).toEqual([502, { Message: 'Internal Server Error' }])
  })

  it('is throttled with 429', async () => {
    const controller = new AbortController()
    const call = () => fetch(address('single?mode=sleep'), { signal: controller.signal })
    const first = await Promise.any([1, 2].map(call)) // the other one sleeps until nobody waits for it
    expect(first.status).toBe(429)
    expect(await first.json()).toMatchObject({ Reason: 'ConcurrentInvocationLimitExceeded' })
    controller.abort()
  })

  it('does not exist for other names', async () => {
    expect((await call('nobody')).status).toBe(404)
  })
})
