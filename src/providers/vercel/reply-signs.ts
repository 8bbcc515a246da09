import type { ReplySigns } from '../../core/reply-signs.ts'

/**
 * How Vercel's own replies are told from the function's.
 * @see https://vercel.com/docs/headers/response-headers
 */
export const vercelSigns: ReplySigns = {
  platform: 'Vercel',
  walls: [
    { what: "'s firewall", read: ({ headers }) => named(headers, 'x-vercel-mitigated') },
    {
      what: "'s login wall",
      isLogin: true,
      read: ({ headers }) =>
        headers['set-cookie']?.includes('_vercel_sso_nonce') ||
        headers.location?.startsWith('https://vercel.com/sso-api')
          ? ''
          : undefined,
    },
  ],
  caches: [{ header: 'x-vercel-cache', hit: /^(HIT|STALE|PRERENDER)$/i }],
  readError({ status, headers }) {
    const error = headers['x-vercel-error']
    if (error === undefined || (status ?? 0) < 400) return undefined
    const message = `status ${status}: ${error}`
    if (status === 429 || error === 'FUNCTION_THROTTLED') return { kind: 'throttled', message }
    return { kind: error.startsWith('FUNCTION_') ? 'function' : 'status', message }
  },
  kept: ['x-vercel-id'],
  // fra1::iad1::abcde-1700000000000-0123456789ab: point of presence, region of the function, id.
  readFacts({ headers }) {
    const requestId = headers['x-vercel-id']
    const parts = requestId?.split('::') ?? []
    return {
      requestId,
      edge: parts.length > 1 ? parts[0] : undefined,
      region: parts.length > 2 ? parts.at(-2) : undefined,
    }
  },
}

function named(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return headers[name] === undefined ? undefined : `${name}: ${headers[name]}`
}
