import { describe, expect, it } from 'vitest'
import { readFailure } from '../../src/core/reply-failure.ts'
import { probeReply } from '../support/probe-reply.ts'

describe('reading a failed reply', () => {
  it.each([
    ['a 500', { status: 500, body: 'Oops\nmore' }, 'status', 'status 500: Oops'],
    ['an empty 503', { status: 503, body: '' }, 'status', 'status 503'],
    [
      'an HTML error page',
      { status: 502, body: '<html><title>Bad gateway</title>' },
      'status',
      'status 502: Bad gateway',
    ],
    ['a 429', { status: 429, body: 'slow down' }, 'throttled', 'status 429: slow down'],
    [
      'a Vercel crash',
      { status: 500, headers: { 'x-vercel-error': 'FUNCTION_INVOCATION_FAILED' } },
      'function',
      'status 500: FUNCTION_INVOCATION_FAILED',
    ],
    [
      'a Vercel throttle',
      { status: 503, headers: { 'x-vercel-error': 'FUNCTION_THROTTLED' } },
      'throttled',
      'status 503: FUNCTION_THROTTLED',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: '/elsewhere' } },
      'status',
      'status 302: redirect to /elsewhere',
    ],
    [
      "Vercel's login wall",
      { status: 401, headers: { 'set-cookie': '_vercel_sso_nonce=x; Path=/' } },
      'platform',
      'status 401: a login wall answered, not the function',
    ],
    [
      "Vercel's login redirect",
      { status: 302, headers: { location: 'https://vercel.com/sso-api?url=x' } },
      'platform',
      'status 302: a login wall answered, not the function',
    ],
    [
      "Netlify's login redirect",
      { status: 302, headers: { location: 'https://app.netlify.com/authorize' } },
      'platform',
      'status 302: a login wall answered, not the function',
    ],
    [
      'an HTML 401',
      { status: 401, headers: { 'content-type': 'text/html; charset=utf-8' } },
      'platform',
      'status 401: a login wall answered, not the function',
    ],
    [
      'a protected Netlify site',
      { status: 200, headers: { 'netlify-site-protection-expires-in': '3600' } },
      'platform',
      'status 200: a login wall answered, not the function',
    ],
    [
      "Vercel's security checkpoint, which answers 429",
      {
        status: 429,
        headers: { 'x-vercel-mitigated': 'challenge' },
        body: '<html><title>Checkpoint</title>',
      },
      'platform',
      'status 429: a firewall answered, not the function (x-vercel-mitigated: challenge)',
    ],
    [
      "Cloudflare's challenge",
      { status: 403, headers: { 'cf-mitigated': 'challenge' } },
      'platform',
      'status 403: a firewall answered, not the function (cf-mitigated: challenge)',
    ],
    [
      "Lambda's refusal of a function URL",
      {
        status: 403,
        body: '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: x"}',
      },
      'status',
      'status 403: {"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: x"}',
    ],
    [
      'a Vercel timeout',
      { status: 504, headers: { 'x-vercel-error': 'FUNCTION_INVOCATION_TIMEOUT' } },
      'function',
      'status 504: FUNCTION_INVOCATION_TIMEOUT',
    ],
  ])('%s', (_what, given, kind, message) => {
    expect(readFailure(probeReply(given))).toEqual({ kind, message })
  })

  it.each([
    ['x-vercel-cache', 'HIT'],
    ['x-vercel-cache', 'STALE'],
    ['x-vercel-cache', 'PRERENDER'],
    ['cf-cache-status', 'HIT'],
    ['cache-status', '"Netlify Durable"; hit; ttl=3600'],
    ['cache-status', '"Netlify Edge"; hit'],
    ['x-cache', 'Hit from cloudfront'],
    ['age', '12'],
  ])('a cache that answered: %s: %s', (name, value) => {
    const message = `a cache answered, not the function (${name}: ${value})`
    expect(readFailure(probeReply({ headers: { [name]: value } }))).toEqual({ kind: 'platform', message })
  })

  it.each([
    ['x-vercel-cache', 'MISS'],
    ['x-vercel-cache', 'BYPASS'],
    ['cache-status', '"Netlify Durable"; fwd=bypass, "Netlify Edge"; fwd=method'],
    ['cf-cache-status', 'DYNAMIC'],
    ['cache-status', '"Netlify Edge"; fwd=miss'],
    ['x-cache', 'Miss from cloudfront'],
    ['age', '0'],
  ])('is silent on a cache that passed the request on: %s: %s', (name, value) => {
    expect(readFailure(probeReply({ headers: { [name]: value } }))).toBeUndefined()
  })

  it('passes on what the probe itself saw', () => {
    const error = { kind: 'timeout', message: 'no reply in 10 s' } as const
    expect(readFailure(probeReply({ error }))).toBe(error)
  })
})
