import type { ReplySigns } from '../../core/reply-signs.ts'

/**
 * How Cloudflare's own replies in place of a Worker are told: its error pages name a code (1101: the Worker threw, 1102:
 * it went beyond its limits, 1027: the day's free requests are used up). Its edge is read as that of any URL.
 * @see https://developers.cloudflare.com/workers/observability/errors/
 */
export const cloudflareSigns: ReplySigns = {
  platform: 'Cloudflare Workers',
  readError({ status = 0, headers, body }) {
    if (status < 400 || headers.server !== 'cloudflare') return undefined
    const text = new TextDecoder().decode(body.subarray(0, 4000))
    const code = /\berror code: (\d{4})\b|<title>[^<]*\| Error (\d{4})|\bError (\d{4})\b/i.exec(text)
    const number = code?.slice(1).find((one) => one !== undefined)
    if (number === undefined) return undefined
    const message = `status ${status}: error code ${number}`
    if (number === '1027' || number === '1015') return { kind: 'throttled', message }
    return { kind: number === '1101' || number === '1102' ? 'function' : 'platform', message }
  },
}
