import { readCacheHit } from './cache-hit.ts'
import { isExpectedStatus, listStatuses } from './expected-status.ts'
import type { ProbeError, ProbeReply } from './probe-request.ts'
import type { ReplySigns } from './reply-signs.ts'
import { readFailureWords } from './report-headers.ts'

/**
 * Why a reply is not a sample of the function at all: it never came, a wall answered, an error status, a redirect, a
 * queue, or a cache. Undefined for everything else.
 * @param signs of the platforms that may have answered in place of the function
 * @param isProven whether it is known otherwise that the function itself answered: then no queue and no cache did
 */
export function readFailure(
  reply: ProbeReply,
  signs: readonly ReplySigns[] = [],
  isProven = false,
): ProbeError | undefined {
  if (reply.error) return reply.error
  const { status } = reply
  if (status === undefined) return { kind: 'protocol', message: 'a reply without a status' }
  return (
    readWall(status, reply, signs) ??
    readStatus(status, reply, signs) ??
    (isProven ? undefined : (readQueue(status, reply, signs) ?? readCache(reply, signs)))
  )
}

/** Whether a login stands in front of the function: a known platform's, or any HTML page with status 401. */
export function isLoginWall(reply: ProbeReply, signs: readonly ReplySigns[]): boolean {
  const found = findWall(reply, signs)
  return found === undefined ? isHtmlRefusal(reply) : found.isLogin
}

function readWall(status: number, reply: ProbeReply, signs: readonly ReplySigns[]): ProbeError | undefined {
  const found = findWall(reply, signs)
  const who = found?.who ?? (isHtmlRefusal(reply) ? 'a login wall' : undefined)
  if (who === undefined) return undefined
  const proof = found?.proof ? ` (${found.proof})` : ''
  return { kind: 'platform', message: `status ${status}: ${who} answered, not the function${proof}` }
}

function findWall(reply: ProbeReply, signs: readonly ReplySigns[]) {
  for (const { platform, walls = [] } of signs)
    for (const { what, isLogin = false, read } of walls) {
      const proof = read(reply)
      if (proof !== undefined) return { who: platform + what, isLogin, proof }
    }
  return undefined
}

function isHtmlRefusal({ status, headers, request }: ProbeReply): boolean {
  const isAsked = isExpectedStatus(401, request.expect?.status)
  return status === 401 && !isAsked && (headers['content-type'] ?? '').startsWith('text/html')
}

/** A status outside 2xx, or another one than was asked for. */
function readStatus(status: number, reply: ProbeReply, signs: readonly ReplySigns[]): ProbeError | undefined {
  const expected = reply.request.expect?.status
  if (isExpectedStatus(status, expected)) return undefined
  const words = readFailureWords(reply.headers)
  for (const { readError } of signs) {
    const said = readError?.(reply)
    if (said) return words === undefined ? said : { ...said, message: `${said.message}: ${words}` }
  }
  if (words !== undefined) return { kind: 'function', message: `status ${status}: ${words}` }
  if (status >= 400) {
    const words = firstLine(reply.body)
    const message = words ? `status ${status}: ${words}` : `status ${status}`
    return { kind: status === 429 ? 'throttled' : 'status', message }
  }
  if (status >= 300 && !(reply.request.expect?.redirects && expected === undefined))
    return { kind: 'status', message: `status ${status}: redirect to ${reply.headers.location ?? 'nowhere'}` }
  if (expected === undefined) return undefined
  return { kind: 'status', message: `status ${status}, where ${listStatuses(expected)} was expected` }
}

/** A 202 without a body is the word of a queue that took the request; the function answers nobody. */
function readQueue(status: number, reply: ProbeReply, signs: readonly ReplySigns[]): ProbeError | undefined {
  if (status !== 202 || reply.bytes > 0 || isExpectedStatus(202, reply.request.expect?.status))
    return undefined
  if (signs.some(({ isBackground }) => isBackground?.(reply))) return undefined
  const message = 'status 202 without a body: a queue took the request, the function did not answer'
  return { kind: 'platform', message }
}

function readCache(reply: ProbeReply, signs: readonly ReplySigns[]): ProbeError | undefined {
  const hit = readCacheHit(reply, signs)
  return hit === undefined
    ? undefined
    : { kind: 'platform', message: `a cache answered, not the function (${hit})` }
}

function firstLine(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 400)).trim()
  if (text.startsWith('<')) return /<title>([^<]*)/i.exec(text)?.[1]?.trim() ?? 'an HTML page'
  const line = text.split('\n', 1)[0] ?? ''
  return line.length > 160 ? `${line.slice(0, 160)}…` : line
}
