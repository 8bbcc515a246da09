import { type CacheEntry, isTrue, parseCacheStatus } from './cache-status.ts'
import type { ProbeReply } from './probe-request.ts'
import type { ReplySigns } from './reply-signs.ts'
import { readXCache } from './x-cache.ts'

type Headers = ProbeReply['headers']

/**
 * Which header says that a cache answered, with its value; undefined where the function was asked. A platform's own
 * header counts first; then `Cache-Status` alone, where it is there; then the `X-Cache` family; and only a reply
 * without any of them is judged by `Age`, since an edge counts the reply's own delay into it.
 * @see https://www.rfc-editor.org/rfc/rfc9211 Cache-Status
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.1 Age
 */
export function readCacheHit(reply: ProbeReply, signs: readonly ReplySigns[]): string | undefined {
  const { headers } = reply
  const { judged, hit } = readOwnCaches(headers, signs)
  if (hit !== undefined) return shown(hit, headers)
  const entries = headers['cache-status'] === undefined ? [] : parseCacheStatus(headers['cache-status'])
  if (entries.length > 0) return isHit(entries, signs) ? shown('cache-status', headers) : undefined
  if (EDGE_TIMING.test(headers['server-timing'] ?? '')) return shown('server-timing', headers)
  const kin = readXCache(judged.length === 0 ? headers : without(headers, judged))
  if (kin.hit) return shown(kin.hit, headers)
  const isJudged = kin.isJudged || judged.length > 0
  return !isJudged && isOlderThanItself(reply) ? shown('age', headers) : undefined
}

/** Which of the platforms' own cache headers are there, up to the first that says that the cache answered. */
function readOwnCaches(headers: Headers, signs: readonly ReplySigns[]): { judged: string[]; hit?: string } {
  const judged: string[] = []
  for (const { caches = [] } of signs)
    for (const { header, hit } of caches) {
      const value = headers[header]
      if (value === undefined) continue
      if (hit.test(value)) return { judged, hit: header }
      judged.push(header)
    }
  return { judged }
}

function without(headers: Headers, names: readonly string[]): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}

/** Caches of a framework, which run inside the function and write their entry there. */
const WITHIN_FUNCTION = /^(next\.?js|nuxt|nitro|remix|astro|sveltekit)\b/i

/** Entries are in the order from the origin to the reader; one is enough, unless it was written inside the function. */
function isHit(entries: readonly CacheEntry[], signs: readonly ReplySigns[]): boolean {
  const isPlatforms = ({ name }: CacheEntry) => signs.some(({ cacheNames }) => cacheNames?.test(name))
  const outside = entries.slice(Math.max(0, entries.findIndex(isPlatforms)))
  return outside.some(
    ({ name, parameters }) =>
      !WITHIN_FUNCTION.test(name) &&
      (isTrue(parameters.get('hit')) ||
        isTrue(parameters.get('collapsed')) ||
        (parameters.size === 0 && BARE_HIT.test(name))),
  )
}

/** What edges wrote into this header before there was a standard. */
const BARE_HIT = /^(?:hit|stale)$/i

/** Akamai's word for a hit, among other timings. */
const EDGE_TIMING = /(?:^|,)\s*cdn-cache\s*;\s*desc="?hit\b/i

/** Edges round `Age` up to the second and count the function's own delay: only what is beyond that was stored. */
function isOlderThanItself({ headers, phases, startedAt, endedAtEpochMs }: ProbeReply): boolean {
  const age = /^\s*(\d+)/.exec(headers.age ?? '')
  const ownMs = phases.totalMs ?? phases.waitMs ?? Math.max(0, endedAtEpochMs - Date.parse(startedAt))
  return age !== null && Number(age[1]) > Math.ceil(ownMs / 1000) + 1
}

function shown(header: string, headers: Headers): string {
  return `${header}: ${headers[header]}`
}
