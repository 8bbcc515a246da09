/**
 * How long a platform asks us to wait, from `Retry-After` (RFC 9110 §10.2.3: seconds or a date) or
 * `X-RateLimit-Reset` (epoch seconds, Netlify and Vercel).
 * @param headers lower-case names
 * @param wallMs now, epoch milliseconds
 * @returns milliseconds, at least 0; undefined when the platform does not say
 */
export function readRetryAfterMs(headers: Headers, wallMs: number): number | undefined {
  const after = headers.get('retry-after')?.trim()
  if (after && /^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000
  if (after && !Number.isNaN(Date.parse(after))) return Math.max(0, Date.parse(after) - wallMs)
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(reset) && reset > 0 ? Math.max(0, reset * 1000 - wallMs) : undefined
}
