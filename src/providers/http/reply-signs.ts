import type { ReplySigns } from '../../core/reply-signs.ts'

/**
 * Edges that stand in front of any URL and that nothing is deployed to.
 * @see https://developers.cloudflare.com/cache/concepts/cache-responses/
 * @see https://developers.cloudflare.com/cloudflare-one/access-controls/
 */
export const edgeSigns: ReplySigns = {
  platform: 'Cloudflare',
  walls: [
    {
      what: "'s firewall",
      read: ({ headers }) =>
        headers['cf-mitigated'] === undefined ? undefined : `cf-mitigated: ${headers['cf-mitigated']}`,
    },
    {
      what: ' Access',
      isLogin: true,
      read: ({ headers }) =>
        ACCESS_LOGIN.test(headers.location ?? '') ||
        /^cloudflare-access\b/i.test(headers['www-authenticate'] ?? '') ||
        'cf-access-domain' in headers
          ? 'a login'
          : undefined,
    },
  ],
  // REVALIDATED asked the origin, so the function ran.
  caches: [{ header: 'cf-cache-status', hit: /^(HIT|STALE|UPDATING)$/i }],
  kept: ['cf-ray', 'server-timing'],
  readFacts: ({ headers }) => ({
    requestId: headers['cf-ray'],
    edge: /-([A-Z]{3})$/.exec(headers['cf-ray'] ?? '')?.[1],
  }),
}

const ACCESS_LOGIN = /^https:\/\/[^/]+\.cloudflareaccess\.com\/|\/cdn-cgi\/access\/login\b/
