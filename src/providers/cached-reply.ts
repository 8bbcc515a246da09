/** Headers by which caches say that they answered themselves. */
const verdictHeaders = ['x-cache', 'cf-cache-status', 'x-vercel-cache', 'cache-status', 'x-nf-cache-status']

/**
 * Says which cache answered in the function's place; such a reply is never a sample of the function.
 * Reads RFC 9211 `Cache-Status` (`…; hit`), the CDNs' own verdicts (HIT, STALE, PRERENDER) and a positive `Age`.
 * @param headers lower-case names
 * @returns the header that says so, `x-vercel-cache: HIT`, or undefined
 */
export function cacheThatAnswered(headers: Readonly<Record<string, string>>): string | undefined {
  for (const name of verdictHeaders) {
    const value = headers[name]
    if (value && /\b(hit|stale|prerender)\b/i.test(value)) return `${name}: ${value}`
  }
  return Number(headers.age) > 0 ? `age: ${headers.age}` : undefined
}
