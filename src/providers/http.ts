import { z } from 'zod'
import { ColdstartError } from '../core/errors.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../core/probe-request.ts'
import { cacheThatAnswered } from './cached-reply.ts'
import type { Provider } from './provider.ts'

const usualIdleMs = 15 * 60_000

/**
 * Any URL: a plain GET, the query left as the user wrote it. The nonce travels in a header, so that a
 * function of ours behind the URL can echo it and any other function need not know.
 */
export const httpProvider: Provider<Record<string, never>> = {
  id: 'http',
  title: 'any URL',
  options: z.strictObject({}),
  limits: { parallelColds: 1, usualIdleMs },
  async check() {
    return { ready: true, checks: [{ name: 'credentials', state: 'ok', found: 'a URL needs none' }] }
  },
  async deploy() {
    const hint = 'Give the address of a function that is deployed: --target name=https://host/path.'
    throw new ColdstartError('cannot-deploy', {
      provider: 'http',
      reason: 'a URL is measured as it is',
      hint,
    })
  },
  async request(target, nonce) {
    return {
      url: target.url,
      method: 'GET',
      headers: { accept: '*/*', 'user-agent': 'coldstart', 'x-coldstart-nonce': nonce },
    }
  },
  interpret: interpretHttpReply,
  async destroy() {},
}

/** A reply of a function behind a URL: an error for anything that is not the function's own success. */
export function interpretHttpReply(reply: ProbeReply): Interpretation {
  const error = reply.error ?? replyError(reply)
  return error ? { error } : {}
}

/** @returns why this reply is no sample of the function: a refusal, a redirect or a cache's answer */
export function replyError(reply: ProbeReply): ProbeError | undefined {
  const { status = 0, headers } = reply
  if (status === 429) return { kind: 'throttled', message: 'HTTP 429: too many requests' }
  if (status >= 400) return { kind: 'status', message: `HTTP ${status}` }
  if (status >= 300)
    return { kind: 'status', message: `HTTP ${status}: a redirect to ${headers.location ?? 'nowhere'}` }
  const cache = cacheThatAnswered(headers)
  return cache ? { kind: 'platform', message: `a cache answered, not the function (${cache})` } : undefined
}
