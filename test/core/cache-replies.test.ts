import { describe, expect, it } from 'vitest'
import { readFailure } from '../../src/core/reply-failure.ts'
import { replySigns } from '../../src/providers/index.ts'
import { probeReply } from '../support/probe-reply.ts'

const cached = (headers: Record<string, string>, phases = { waitMs: 10, totalMs: 12 }) =>
  readFailure(probeReply({ headers, phases }), replySigns)

describe('reading a failed reply', () => {
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
})
