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
const cached = (headers: Record<string, string>, phases = { waitMs: 10, totalMs: 12 }) =>
  readFailure(probeReply({ headers, phases }), replySigns)

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
    ['x-vercel-cache', 'HIT'],
    ['x-vercel-cache', 'STALE'],
    ['x-vercel-cache', 'PRERENDER'],
    ['cf-cache-status', 'HIT'],
    ['cache-status', '"Netlify Durable"; hit; ttl=3600'],
    ['cache-status', '"Netlify Edge"; hit'],
    ['x-cache', 'Hit from cloudfront'],
    ['cache-status', '"Next.js"; hit, "Netlify Durable"; hit, "Netlify Edge"; fwd=miss'],
    ['cache-status', 'ExampleCache; hit=?1; ttl=10'],
    ['cache-status', '"a, b; fwd=miss"; hit'],
    ['cache-status', 'HIT'],
    ['cache-status', 'Edge; fwd=miss; collapsed'],
    ['x-cache', 'TCP_HIT from a1-2-3-4.deploy.akamaitechnologies.com (AkamaiGHost/22.1)'],
    ['x-cache', 'TCP_MEM_HIT'],
    ['x-cache', 'TCP_REMOTE_HIT'],
    ['x-cache', 'MISS, HIT'],
    ['x-cache-status', 'HIT'],
    ['x-cache-status', 'STALE'],
    ['x-proxy-cache', 'HIT'],
    ['x-nginx-cache', 'HIT'],
    ['x-fastcgi-cache', 'HIT'],
    ['x-cache-remote', 'TCP_HIT from edge'],
    ['cdn-cache', 'HIT'],
    ['server-timing', 'edge; dur=1, cdn-cache; desc=HIT'],
    ['x-cache', 'HIT, HIT'],
    ['x-cache', 'HIT, MISS'],
    ['x-cache', 'hit-fresh'],
    ['x-cache', 'TCP_IMS_HIT from a'],
    ['x-cache', 'TCP_REFRESH_FAIL_HIT'],
    ['x-cache', 'OriginShieldHit from cloudfront'],
    ['x-cache', 'HIT TCP_MEM_HIT dirn:11:2'],
    ['x-cache-hits', '3'],
    ['x-cache-hits', '0, 1'],
    ['x-cache-hit', 'true'],
    ['x-from-cache', '1'],
    ['x-varnish', '32770 5'],
    ['x-rack-cache', 'fresh'],
    ['x-symfony-cache', 'GET /: fresh'],
    ['x-litespeed-cache', 'hit'],
    ['x-litespeed-cache', 'hit,litemage'],
    ['x-drupal-cache', 'HIT'],
    ['x-proxy-cache-status', 'HIT'],
    ['x-srcache-fetch-status', 'HIT'],
    ['x-gocache-cachestatus', 'HIT'],
    ['x-77-cache', 'HIT'],
    ['x-magento-cache-debug', 'HIT'],
    ['x-cache-lookup', 'Cache Hit'],
    ['x-ac', '3.ams _dca HIT'],
    ['section-io-cache', 'Hit'],
    ['cache', 'HIT'],
    ['age', '12'],
    ['age', '3'],
  ])('a cache that answered: %s: %s', (name, value) => {
    const message = `a cache answered, not the function (${name}: ${value})`
    expect(cached({ [name]: value })).toEqual({ kind: 'platform', message })
  })

  it.each([
    ['x-vercel-cache', 'MISS'],
    ['x-vercel-cache', 'BYPASS'],
    ['cache-status', '"Netlify Durable"; fwd=bypass, "Netlify Edge"; fwd=method'],
    ['cf-cache-status', 'DYNAMIC'],
    ['cache-status', '"Netlify Edge"; fwd=miss'],
    ['x-cache', 'Miss from cloudfront'],
    ['cache-status', 'ExampleCache; hit=?0; fwd=uri-miss'],
    ['cache-status', 'MISS'],
    ['cache-status', 'hit; fwd=miss'],
    ['cache-status', 'Edge; fwd=stale; fwd-status=304'],
    ['cache-status', 'Edge; fwd=miss; detail="hit"'],
    ['cache-status', '"the; hit"; fwd=miss'],
    ['cache-status', '"Next.js"; hit, "Netlify Durable"; fwd=bypass, "Netlify Edge"; fwd=miss'],
    ['cache-status', '"my own cache"; hit, "Netlify Durable"; fwd=miss, "Netlify Edge"; fwd=miss'],
    ['cf-cache-status', 'REVALIDATED'],
    ['x-cache', 'RefreshHit from cloudfront'],
    ['x-cache', 'TCP_REFRESH_HIT from x'],
    ['x-cache', 'MISS from hit.example.test'],
    ['x-cache-status', 'MISS'],
    ['x-cache-status', 'REVALIDATED'],
    ['x-cache-hits', '0'],
    ['x-cache-hits', '0, 0'],
    ['x-rack-cache', 'stale, valid, store'],
    ['x-rack-cache', 'stale, invalid, store'],
    ['x-rack-cache', 'miss, store'],
    ['x-symfony-cache', 'GET /fresh: miss, store'],
    ['x-symfony-cache', 'GET /: fresh; GET /menu: miss, store'],
    ['x-varnish', '98309'],
    ['x-cache', 'HITPASS'],
    ['x-cache', 'hit-for-miss'],
    ['x-cache', 'MISS, MISS'],
    ['x-cache', 'CONFIG_NOCACHE'],
    ['x-cache', 'FunctionGeneratedResponse from cloudfront'],
    ['x-litespeed-cache', 'miss'],
    ['x-litespeed-cache-control', 'public,max-age=3600'],
    ['x-nextjs-cache', 'HIT'],
    ['x-from-cache', 'false'],
    ['x-ac', '3.ams _dca MISS'],
    ['x-cache-key', '/hit'],
    ['x-cache-lookup', 'HIT from proxy:3128'],
    ['cache-control', 'stale-while-revalidate=60'],
    ['age', '0'],
    ['age', '1'],
    ['age', '2'],
  ])('is silent on a cache that passed the request on: %s: %s', (name, value) => {
    expect(cached({ [name]: value })).toBeUndefined()
  })

  it.each([
    ['1', 851, false],
    ['2', 948, false],
    ['3', 1200, false],
    ['4', 1200, true],
    ['12', 10_400, false],
    ['13', 10_400, true],
  ])(
    'counts Age %s on a reply that took %i ms as its own delay, or as a cache: %s',
    (age, totalMs, isCached) => {
      expect(cached({ age }, { waitMs: totalMs, totalMs }) !== undefined).toBe(isCached)
    },
  )

  it.each([
    { 'cache-status': '"Netlify Durable"; fwd=bypass, "Netlify Edge"; fwd=miss' },
    { 'x-cache': 'Miss from cloudfront' },
    { 'x-vercel-cache': 'MISS' },
  ])('does not look at Age where a cache says that it asked: %j', (headers) => {
    expect(cached({ ...(headers as Record<string, string>), age: '60' })).toBeUndefined()
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
