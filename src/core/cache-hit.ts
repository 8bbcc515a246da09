import type { ProbeReply } from './probe-request.ts'
import type { ReplySigns } from './reply-signs.ts'

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
  const own = signs.flatMap(({ caches = [] }) => caches)
  const hit = own.find(({ header, hit }) => hit.test(headers[header] ?? ''))
  if (hit) return shown(hit.header, headers)
  const entries = headers['cache-status'] === undefined ? [] : parseCacheStatus(headers['cache-status'])
  if (entries.length > 0) return isHit(entries, signs) ? shown('cache-status', headers) : undefined
  if (EDGE_TIMING.test(headers['server-timing'] ?? '')) return shown('server-timing', headers)
  const kin = Object.keys(headers).filter(isCacheHeader)
  const said = kin.find((name) => saysHit(headers[name] ?? ''))
  if (said) return shown(said, headers)
  const isJudged = kin.length > 0 || own.some(({ header }) => headers[header] !== undefined)
  return !isJudged && isOlderThanItself(reply) ? shown('age', headers) : undefined
}

interface CacheEntry {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Caches of a framework, which run inside the function and write their entry there. */
const WITHIN_FUNCTION = /^(next\.?js|nuxt|nitro|remix|astro|sveltekit)\b/i

/** Entries are in the order from the origin to the reader; one is enough, unless it was written inside the function. */
function isHit(entries: readonly CacheEntry[], signs: readonly ReplySigns[]): boolean {
  const isPlatforms = ({ name }: CacheEntry) => signs.some(({ cacheNames }) => cacheNames?.test(name))
  const outside = entries.slice(Math.max(0, entries.findIndex(isPlatforms)))
  return outside.some(
    ({ name, parameters }) =>
      !WITHIN_FUNCTION.test(name) && (isTrue(parameters.get('hit')) || isTrue(parameters.get('collapsed'))),
  )
}

/** A structured field's boolean: a parameter without a value is `?1`. */
function isTrue(value: string | undefined): boolean {
  return value === '' || value === '?1'
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"'
const ENTRY = new RegExp(
  `\\s*(${STRING}|[^;,\\s"]+)((?:\\s*;\\s*[\\w*.-]+(?:=(?:${STRING}|[^;,"]*))?)*)\\s*(?:,|$)`,
  'y',
)
const PARAMETER = new RegExp(`;\\s*([\\w*.-]+)(?:=(${STRING}|[^;,"]*))?`, 'g')

/** A list of structured fields (RFC 9651); nothing where it is not well-formed, as that RFC asks. */
function parseCacheStatus(value: string): readonly CacheEntry[] {
  const entries: CacheEntry[] = []
  ENTRY.lastIndex = 0
  while (ENTRY.lastIndex < value.length) {
    const found = ENTRY.exec(value)
    if (!found) return []
    const pairs = (found[2] ?? '').matchAll(PARAMETER)
    const parameters = new Map([...pairs].map(([, key = '', text = '']) => [key.toLowerCase(), text.trim()]))
    entries.push({ name: (found[1] ?? '').replace(/^"|"$/g, ''), parameters })
  }
  return entries
}

/** Akamai's word for a hit, among other timings. */
const EDGE_TIMING = /(?:^|,)\s*cdn-cache\s*;\s*desc="?hit\b/i

/** `x-cache`, `x-cache-status`, `x-proxy-cache`, `cdn-cache`, …; not what says how long, how often or under which key. */
function isCacheHeader(name: string): boolean {
  return (
    /^(?:x-|cdn-)(?:[a-z]+-)*cache(?:-(?:status|remote|result|info))?$/.test(name) || name === 'cdn-cache'
  )
}

/**
 * `HIT`, `Hit from cloudfront`, `TCP_MEM_HIT from …`, `MISS, HIT`, `STALE`. A refresh (`RefreshHit`, `TCP_REFRESH_HIT`,
 * `REVALIDATED`) asked the origin, so the function ran.
 */
function saysHit(value: string): boolean {
  return value.split(',').some((one) => {
    const word = one.trim().split(/\s+(?:from|by|at)\s/i, 1)[0] ?? ''
    return (
      /(?:^|[^a-z])(?:hit|stale|updating)(?![a-z])/i.test(word) &&
      !/refresh|revalidat|expired|no[-_ ]?hit/i.test(word)
    )
  })
}

/** Edges round `Age` up to the second and count the function's own delay: only what is beyond that was stored. */
function isOlderThanItself({ headers, phases, startedAt, endedAtEpochMs }: ProbeReply): boolean {
  const age = /^\s*(\d+)/.exec(headers.age ?? '')
  const ownMs = phases.totalMs ?? phases.waitMs ?? Math.max(0, endedAtEpochMs - Date.parse(startedAt))
  return age !== null && Number(age[1]) > Math.ceil(ownMs / 1000) + 1
}

function shown(header: string, headers: Headers): string {
  return `${header}: ${headers[header]}`
}
