import { describe, expect, it } from 'vitest'
import { netlifyProvider, vercelProvider } from '../support/connected-providers.ts'
import { probeReply } from '../support/probe-reply.ts'

const instance = { id: 'a', invocation: 1 }
const body = { message: 'Hello, world', nonce: 'n', instance }

describe('a reply of Vercel', () => {
  it('gives the function’s report and Vercel’s id of the request', () => {
    const reply = probeReply({
      body,
      headers: { 'x-vercel-id': 'fra1::iad1::xyz', 'x-vercel-cache': 'MISS' },
    })
    expect(vercelProvider.interpret(reply, 'n')).toMatchObject({
      instance,
      platform: { requestId: 'fra1::iad1::xyz' },
    })
  })

  it.each([
    ['a cache', { headers: { 'x-vercel-cache': 'HIT' } }, 'platform'],
    ['deployment protection', { status: 401, headers: { 'set-cookie': '_vercel_sso_nonce=1' } }, 'platform'],
    [
      'a function that timed out',
      { status: 504, headers: { 'x-vercel-error': 'FUNCTION_INVOCATION_TIMEOUT' } },
      'function',
    ],
    [
      'a platform that throttles',
      { status: 429, headers: { 'x-vercel-error': 'FUNCTION_THROTTLED' } },
      'throttled',
    ],
    [
      'a host without a deployment',
      { status: 404, headers: { 'x-vercel-error': 'DEPLOYMENT_NOT_FOUND' } },
      'status',
    ],
  ] as const)('by %s is an error, not a sample', (_, given, kind) => {
    expect(vercelProvider.interpret(probeReply({ body, ...given }), 'n')).toMatchObject({ error: { kind } })
  })
})

describe('a reply of Netlify', () => {
  it('gives the function’s report and Netlify’s id of the request', () => {
    const headers = { 'x-nf-request-id': '01J', 'cache-status': '"Netlify Edge"; fwd=miss' }
    const read = netlifyProvider.interpret(probeReply({ body, headers }), 'n')
    expect(read).toMatchObject({ instance, platform: { requestId: '01J' } })
  })

  it.each([
    ['a cache', { headers: { 'cache-status': '"Netlify Edge"; hit' } }, 'platform'],
    [
      'a private project',
      { status: 401, headers: { 'content-type': 'text/html' }, body: '<html>' },
      'platform',
    ],
    ['a login page', { status: 302, headers: { location: 'https://app.netlify.com/authorize' } }, 'platform'],
    ['a platform that throttles', { status: 429 }, 'throttled'],
  ] as const)('by %s is an error, not a sample', (_, given, kind) => {
    expect(netlifyProvider.interpret(probeReply({ body, ...given }), 'n')).toMatchObject({ error: { kind } })
  })
})
