import type { ProbeReply } from './probe-request.ts'

type Headers = ProbeReply['headers']

/** What the X-Cache family says of a reply. */
export interface XCacheWords {
  /** The header that says that a cache answered. */
  readonly hit?: string
  /** Whether there is any such header: then it is known without `Age`. */
  readonly isJudged: boolean
}

/**
 * Reads the headers in which caches that do not speak `Cache-Status` say whether they answered: nginx, Varnish, Fastly,
 * CloudFront, Akamai, Azure, LiteSpeed, Rack::Cache, Symfony and their kin. No standard defines them.
 */
export function readXCache(headers: Headers): XCacheWords {
  let isJudged = false
  for (const name of Object.keys(headers)) {
    const isHit = readOne(name, headers[name] ?? '')
    if (isHit) return { hit: name, isJudged: true }
    isJudged ||= isHit !== undefined
  }
  const counted = headers['x-cache-hits']
  if (isJudged || counted === undefined) return { isJudged }
  return /(?:^|[\s,])[1-9]/.test(counted) ? { hit: 'x-cache-hits', isJudged: true } : { isJudged: true }
}

/** True for a hit, false where the origin was asked, undefined for a header of another kind. */
function readOne(name: string, value: string): boolean | undefined {
  if (Object.hasOwn(DIALECTS, name)) return DIALECTS[name]?.(value)
  // As each of the names below; most headers are asked no more.
  if (!name.includes('cache')) return undefined
  if (FLAG.test(name)) return /^\s*(?:hit|true|yes|1)\b/i.test(value)
  return STATUS.test(name) && !WITHIN_FUNCTION.test(name) ? saysHit(value) : undefined
}

/** `x-cache`, `x-cache-status`, `x-proxy-cache`, `cdn-cache`, …; not what says how long, how often or under which key. */
const STATUS =
  /^(?:(?:x-|cdn-|section-io-)(?:[a-z0-9]+-)*(?:sr)?cache(?:-?(?:status|remote|result|info|state|debug|fetch-status))?|(?:cdn-)?cache)$/

/** `x-cache-hit: true`, `x-from-cache: 1`. */
const FLAG = /^x-(?:cache-hit|cached|(?:served-)?from-cache)$/

/** Caches of a framework, which run inside the function: it was invoked to look into them. */
const WITHIN_FUNCTION = /^x-(?:nextjs|opennext|drupal-dynamic|nitro|astro)-cache$/

/** Headers whose words mean something else than `hit` and `miss`. */
const DIALECTS: Readonly<Record<string, (value: string) => boolean | undefined>> = {
  // The request's own id, and behind it the id of the request that fetched the object.
  'x-varnish': (value) => /^\s*\d+\s+\d+\s*$/.test(value),
  // `fresh`, or `stale, valid, store`, `miss, store`: only the first was answered without the function.
  'x-rack-cache': (value) => /^\s*fresh\b/i.test(value),
  // The same a sub-request: `GET /: fresh; GET /menu: miss, store`, or `fresh/miss`.
  'x-symfony-cache': (value) =>
    value
      .replace(/[A-Z]+ \S+: /g, '')
      .split(/[;/]/)
      .every((one) => /^\s*fresh\b/i.test(one)),
  // Squid tells here what it found, and in `x-cache` what it did; Tencent's edge says both here.
  'x-cache-lookup': (value) => (/^(?:cache hit|hit from (?:mem|disk))/i.test(value) ? true : undefined),
  // WordPress.com: `3.ams _dca HIT`.
  'x-ac': (value) => /\bhit$/i.test(value),
}

/**
 * `HIT`, `Hit from cloudfront`, `TCP_MEM_HIT from …`, `MISS, HIT`, `STALE`. A refresh (`RefreshHit`, `TCP_REFRESH_HIT`,
 * `REVALIDATED`) asked the origin, so the function ran, and so did a hit on the note that a thing is not to be kept.
 */
function saysHit(value: string): boolean {
  return value.split(',').some((one) => {
    const word = one.trim().split(/\s+(?:from|by|at)\s/i, 1)[0] ?? ''
    return /refresh[-_ ]?fail/i.test(word) || (HIT.test(word) && !ASKED.test(word))
  })
}

const HIT = /(?:^|[^a-z])(?:(?:originshield)?hit|stale|updating)(?![a-z])/i
const ASKED = /refresh|revalidat|expired|no[-_ ]?hit|for[-_ ]?(?:pass|miss)|hit[-_ ]?(?:pass|miss)/i
