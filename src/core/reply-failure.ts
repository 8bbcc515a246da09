import type { ProbeError, ProbeReply } from './probe-request.ts'

type Headers = ProbeReply['headers']

/**
 * Why a reply is not a sample of the function at all: it never came, an error status, a firewall's page, a login wall,
 * a redirect, or a cache answered. Undefined for everything else.
 */
export function readFailure(reply: ProbeReply): ProbeError | undefined {
  if (reply.error) return reply.error
  if (reply.status === undefined) return { kind: 'protocol', message: 'a reply without a status' }
  return (
    readInterstitial(reply.status, reply.headers) ??
    readLoginWall(reply.status, reply) ??
    readBadStatus(reply.status, reply) ??
    readRedirect(reply.status, reply.headers) ??
    readCacheHit(reply.headers)
  )
}

function readBadStatus(status: number, reply: ProbeReply): ProbeError | undefined {
  if (status < 400) return undefined
  const platformError = reply.headers['x-vercel-error']
  const words = platformError ?? firstLine(reply.body)
  const message = words ? `status ${status}: ${words}` : `status ${status}`
  if (status === 429 || platformError === 'FUNCTION_THROTTLED') return { kind: 'throttled', message }
  return { kind: platformError?.startsWith('FUNCTION_') ? 'function' : 'status', message }
}

function readRedirect(status: number, headers: Headers): ProbeError | undefined {
  if (status < 300 || status >= 400) return undefined
  return { kind: 'status', message: `status ${status}: redirect to ${headers.location ?? 'nowhere'}` }
}

/** Whether Vercel's deployment protection or Netlify's private projects answered for the function. */
export function isLoginWall({ status, headers }: ProbeReply): boolean {
  return (
    (headers['set-cookie'] ?? '').includes('_vercel_sso_nonce') ||
    'netlify-site-protection-expires-in' in headers ||
    /^https:\/\/(vercel\.com\/sso-api|app\.netlify\.com\/)/.test(headers.location ?? '') ||
    (status === 401 && (headers['content-type'] ?? '').startsWith('text/html'))
  )
}

function readLoginWall(status: number, reply: ProbeReply): ProbeError | undefined {
  if (!isLoginWall(reply)) return undefined
  return { kind: 'platform', message: `status ${status}: a login wall answered, not the function` }
}

/** A page for people in front of the function: a firewall's challenge or refusal, by the header that announces it. */
function readInterstitial(status: number, headers: Headers): ProbeError | undefined {
  const found = ['cf-mitigated', 'x-vercel-mitigated'].find((name) => headers[name] !== undefined)
  if (!found) return undefined
  return {
    kind: 'platform',
    message: `status ${status}: a firewall answered, not the function (${found}: ${headers[found]})`,
  }
}

/** A cached reply is never a sample; each test is one cache's documented header. */
function readCacheHit(headers: Headers): ProbeError | undefined {
  const found = CACHE_SIGNS.find(({ header, hit }) => hit.test(headers[header] ?? ''))
  if (!found) return undefined
  return {
    kind: 'platform',
    message: `a cache answered, not the function (${found.header}: ${headers[found.header]})`,
  }
}

const CACHE_SIGNS: readonly { header: string; hit: RegExp }[] = [
  { header: 'x-vercel-cache', hit: /^(HIT|STALE|PRERENDER)$/i },
  { header: 'cf-cache-status', hit: /^(HIT|STALE|UPDATING|REVALIDATED)$/i },
  { header: 'cache-status', hit: /;\s*hit\b/i },
  { header: 'x-cache', hit: /\bhit\b/i },
  { header: 'age', hit: /^\s*0*[1-9]\d*/ },
]

function firstLine(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 400)).trim()
  if (text.startsWith('<')) return /<title>([^<]*)/i.exec(text)?.[1]?.trim() ?? 'an HTML page'
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 160 ? `${line.slice(0, 160)}…` : line
}
