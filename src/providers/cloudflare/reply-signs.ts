import type { ProbeReply } from '../../core/probe-request.ts'
import type { ReplySigns } from '../../core/reply-signs.ts'
import { PROOF_HEADER } from '../../core/report-headers.ts'

/**
 * How Cloudflare's own replies in place of a Worker are told: they name a code (1101: the Worker threw, 1102: it went
 * beyond its limits, 1027: the day's free requests are used up). Its edge is read as that of any URL.
 * @see https://developers.cloudflare.com/workers/observability/errors/
 */
export const cloudflareSigns: ReplySigns = {
  platform: 'Cloudflare Workers',
  readError(reply) {
    const { status = 0, headers } = reply
    // What the module around a Worker has signed is the Worker's own, whatever it says.
    if (status < 400 || headers.server !== 'cloudflare' || PROOF_HEADER in headers) return undefined
    const number = errorNumberOf(reply)
    if (number === undefined) return undefined
    const message = `status ${status}: error code ${number}`
    if (number === '1027' || number === '1015') return { kind: 'throttled', message }
    return { kind: number === '1101' || number === '1102' ? 'function' : 'platform', message }
  },
}

/** Of a page, more than Cloudflare's own are long. */
const LONGEST_PAGE = 20_000

/**
 * The code of one of Cloudflare's errors, by the forms that they have and a Worker's own text has not: problem details
 * that say so, which `accept: application/json` asks for since March 2026; a text that is nothing else; a page with
 * Cloudflare's own parts.
 * @see https://developers.cloudflare.com/changelog/post/2026-03-11-json-rfc9457-responses-for-1xxx-errors/
 */
function errorNumberOf({ headers, body }: ProbeReply): string | undefined {
  const text = new TextDecoder().decode(body.subarray(0, LONGEST_PAGE)).trim()
  const type = headers['content-type'] ?? ''
  if (/\bjson\b/.test(type)) return numberInProblem(text)
  if (!type.includes('html')) return /^error code: (\d{4})$/.exec(text)?.[1]
  if (!/\bid="cf-(?:error-details|wrapper)"/.test(text)) return undefined
  const shown = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
  return /\bError (?:code )?(\d{4})\b/i.exec(shown)?.[1]
}

function numberInProblem(text: string): string | undefined {
  try {
    const { cloudflare_error: isOurs, error_code: code } = Object(JSON.parse(text))
    return isOurs === true && /^\d{4}$/.test(String(code)) ? String(code) : undefined
  } catch {
    return undefined
  }
}
