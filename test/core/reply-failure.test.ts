import { describe, expect, it } from 'vitest'
import type { ExpectedReply, ProbeRequest } from '../../src/core/probe-request.ts'
import { readFailure } from '../../src/core/reply-failure.ts'
import { replySigns } from '../../src/providers/index.ts'
import { probeReply } from '../support/probe-reply.ts'

const sentTo = (url: string, expected?: ExpectedReply): ProbeRequest => ({
  url,
  method: 'GET',
  headers: {},
  ...(expected && { expect: expected }),
})

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
      "status 401: Vercel's login wall answered, not the function",
    ],
    [
      "Vercel's login redirect",
      { status: 302, headers: { location: 'https://vercel.com/sso-api?url=x' } },
      'platform',
      "status 302: Vercel's login wall answered, not the function",
    ],
    [
      "Netlify's login redirect",
      { status: 302, headers: { location: 'https://app.netlify.com/authorize' } },
      'platform',
      "status 302: Netlify's login wall answered, not the function",
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
      "status 200: Netlify's login wall answered, not the function",
    ],
    [
      "Vercel's security checkpoint, which answers 429",
      {
        status: 429,
        headers: { 'x-vercel-mitigated': 'challenge' },
        body: '<html><title>Checkpoint</title>',
      },
      'platform',
      "status 429: Vercel's firewall answered, not the function (x-vercel-mitigated: challenge)",
    ],
    [
      "Cloudflare's challenge",
      { status: 403, headers: { 'cf-mitigated': 'challenge' } },
      'platform',
      "status 403: Cloudflare's firewall answered, not the function (cf-mitigated: challenge)",
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
      "AWS WAF's challenge",
      { status: 202, headers: { 'x-amzn-waf-action': 'challenge' }, body: '' },
      'platform',
      "status 202: AWS's web application firewall answered, not the function (x-amzn-waf-action: challenge)",
    ],
    [
      "AWS WAF's captcha",
      { status: 405, headers: { 'x-amzn-waf-action': 'captcha' }, body: '<html>' },
      'platform',
      "status 405: AWS's web application firewall answered, not the function (x-amzn-waf-action: captcha)",
    ],
    [
      "Cloudflare Access's login",
      {
        status: 302,
        headers: { location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/x?kid=1' },
      },
      'platform',
      'status 302: Cloudflare Access answered, not the function (a login)',
    ],
    [
      "Cloudflare Access's refusal of a program",
      { status: 401, headers: { 'www-authenticate': 'Cloudflare-Access resource_metadata="https://x"' } },
      'platform',
      'status 401: Cloudflare Access answered, not the function (a login)',
    ],
    [
      "Cloud Run's page for a private service",
      {
        status: 401,
        request: sentTo('https://hello-abc-uc.a.run.app/'),
        headers: { 'content-type': 'text/html; charset=UTF-8', server: 'Google Frontend' },
        body: '<html><head>\n<title>401 Unauthorized</title>\n</head><body><h1>Error: Unauthorized</h1>\n<h2>Your client does not have permission to the requested URL <code>/</code>.</h2>',
      },
      'platform',
      "status 401: Google's Cloud Run answered, not the function (the caller may not invoke the function)",
    ],
    [
      'an empty 202, the answer of a queue',
      { status: 202, body: '' },
      'platform',
      'status 202 without a body: a queue took the request, the function did not answer',
    ],
    [
      'another status than the expected one',
      {
        status: 200,
        request: sentTo('https://x.test/', { status: ['404'] }),
      },
      'status',
      'status 200, where 404 was expected',
    ],
    [
      'a Vercel timeout',
      { status: 504, headers: { 'x-vercel-error': 'FUNCTION_INVOCATION_TIMEOUT' } },
      'function',
      'status 504: FUNCTION_INVOCATION_TIMEOUT',
    ],
  ])('%s', (_what, given, kind, message) => {
    expect(readFailure(probeReply(given), replySigns)).toEqual({ kind, message })
  })

  it.each([
    ['a 202 that was announced', { request: { url: 'https://x.test/', expect: { status: ['202'] } } }],
    [
      "Netlify's answer for a background function",
      { request: { url: 'https://x.netlify.app/.netlify/functions/mail-background?a=1' } },
    ],
  ])('takes %s for a sample', (_what, { request }) => {
    const sent = { method: 'GET', headers: {}, ...request } as const
    expect(readFailure(probeReply({ status: 202, body: '', request: sent }), replySigns)).toBeUndefined()
  })

  it('takes an error status that was announced for a sample', () => {
    const request = {
      url: 'https://x.test/',
      method: 'GET',
      headers: {},
      expect: { status: ['404'] },
    } as const
    expect(readFailure(probeReply({ status: 404, request }), replySigns)).toBeUndefined()
  })

  it('passes on what the probe itself saw', () => {
    const error = { kind: 'timeout', message: 'no reply in 10 s' } as const
    expect(readFailure(probeReply({ error }))).toBe(error)
  })
})
