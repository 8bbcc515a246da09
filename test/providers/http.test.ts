import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/core/target.ts'
import { httpProvider } from '../support/connected-providers.ts'
import { probeReply } from '../support/probe-reply.ts'
import { createTestContext } from '../support/provider-context.ts'

const target: Target = {
  id: 'mine',
  provider: 'http',
  platform: 'url',
  url: 'https://example.test/api?a=1&b=%20',
}

describe('the http provider', () => {
  it("leaves the user's address as it is and sends the nonce in a header", async () => {
    const request = await httpProvider.request(target, 'n0nce', createTestContext())
    expect(request).toMatchObject({ url: target.url, method: 'GET' })
    expect(request.headers['x-coldstart-nonce']).toBe('n0nce')
  })

  it.each([
    [500, 'status'],
    [404, 'status'],
    [302, 'status'],
    [429, 'throttled'],
  ])('takes status %i for a failed invocation', (status, kind) => {
    expect(httpProvider.interpret(probeReply({ status }), 'n').error?.kind).toBe(kind)
  })

  it.each([
    [{ 'x-vercel-cache': 'HIT' }],
    [{ 'cache-status': '"Netlify Edge"; hit' }],
    [{ 'x-cache': 'Hit from cloudfront' }],
    [{ age: '12' }],
  ])('takes a reply that a cache gave (%o) for no sample of the function', (headers) => {
    const { error } = httpProvider.interpret(probeReply({ headers: headers as Record<string, string> }), 'n')
    expect(error).toMatchObject({ kind: 'platform', message: expect.stringContaining('cache') })
  })

  it.each([[{ 'x-vercel-cache': 'MISS' }], [{ 'cache-status': '"Netlify Edge"; fwd=miss' }], [{ age: '0' }]])(
    'accepts a reply that passed a cache (%o)',
    (headers) => {
      const reply = probeReply({ headers: headers as Record<string, string>, body: 'hello' })
      expect(httpProvider.interpret(reply, 'n')).toEqual({})
    },
  )

  it('reads the report of our function behind a URL, and takes no other nonce for it', () => {
    const body = { message: 'Hello', nonce: 'n', instance: { id: 'i1', invocation: 1 } }
    expect(httpProvider.interpret(probeReply({ body }), 'n').instance).toMatchObject({
      id: 'i1',
      invocation: 1,
    })
    expect(httpProvider.interpret(probeReply({ body }), 'other').error?.kind).toBe('protocol')
  })

  it('keeps what the platforms on the way say about the request, and reads region and id in it', () => {
    const headers = {
      'x-vercel-id': 'fra1::iad1::abcde-1700000000000-0123456789ab',
      'cf-ray': '8f00aa11bb22cc33-FRA',
      'server-timing': 'cfRequestDuration;dur=12',
      'content-type': 'application/json',
    }
    expect(httpProvider.interpret(probeReply({ headers, status: 502, body: 'bad' }), 'n')).toEqual({
      error: { kind: 'status', message: 'status 502: bad' },
      platform: {
        requestId: '8f00aa11bb22cc33-FRA',
        edge: 'FRA',
        region: 'iad1',
        headers: {
          'cf-ray': '8f00aa11bb22cc33-FRA',
          'server-timing': 'cfRequestDuration;dur=12',
          'x-vercel-id': 'fra1::iad1::abcde-1700000000000-0123456789ab',
        },
      },
    })
  })

  it.each([
    [{ 'x-nf-request-id': '01J' }, { requestId: '01J' }],
    [{ 'x-amzn-requestid': 'r-1', 'x-amzn-trace-id': 'Root=1-2-3' }, { requestId: 'r-1' }],
    [{ 'x-cloud-trace-context': 'abc/1;o=1' }, { requestId: 'abc' }],
  ])('reads the id that a platform gave the request: %j', (headers, facts) => {
    const reply = probeReply({ headers: headers as Record<string, string>, body: 'hello' })
    expect(httpProvider.interpret(reply, 'n').platform).toMatchObject(facts)
  })

  it('keeps the error that the probe already found', () => {
    const error = { kind: 'timeout', message: 'no reply in 30 s' } as const
    expect(httpProvider.interpret(probeReply({ error }), 'n')).toEqual({ error })
  })

  it('refuses to deploy and says what to give instead', async () => {
    const spec = { runId: 'r', workload: { folder: 'f' }, replicas: 1, options: {} }
    await expect(httpProvider.deploy(spec, createTestContext())).rejects.toMatchObject({
      code: 'cannot-deploy',
      hint: expect.stringContaining('--target'),
    })
  })
})
