import { z } from 'zod'
import { keptHeaders } from '../../core/edge-facts.ts'
import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { parseUrl } from '../../core/parse-url.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
import { asAsked } from '../asked-request.ts'
import type { Provider } from '../provider.ts'

const usualIdleMs = 15 * 60_000

/**
 * Any URL: a plain GET, the query left as the user wrote it. The nonce travels in a header, so that a
 * function of ours behind the URL can echo it and any other function need not know.
 */
export const httpProvider: Provider<Record<string, never>> = {
  id: 'http',
  title: 'any URL',
  options: z.strictObject({}),
  flags: [],
  limits: { parallelColds: 1, usualIdleMs },
  open: ({ addresses, replySigns = [] }) => ({
    async check() {
      return { ready: true, checks: [{ name: 'credentials', state: 'ok', found: 'a URL needs none' }] }
    },
    plan: refuseDeploy,
    deploy: refuseDeploy,
    async request(target, nonce, asked) {
      const { url, headers } = withoutUserInfo(addresses?.get(target.url) ?? target.url)
      const common = { accept: '*/*', 'user-agent': 'coldstart', [NONCE_HEADER]: nonce }
      return asAsked(
        { url, method: 'GET', headers: headers ? { ...common, ...headers } : common },
        nonce,
        asked,
      )
    },
    interpret(reply, nonce) {
      const read = interpretHttpReply(reply, nonce, replySigns)
      const headers = keptHeaders(reply, replySigns)
      return headers ? { ...read, platform: { ...read.platform, headers } } : read
    },
    async destroy() {},
    async close() {},
  }),
}

/** User name and password travel in a header (Basic, RFC 7617), as browsers and curl send them. */
function withoutUserInfo(address: string): { url: string; headers?: Readonly<Record<string, string>> } {
  const { username, password } = parseUrl(address)
  if (!username && !password) return { url: address }
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  return { url: address.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1'), headers: { authorization } }
}

async function refuseDeploy(): Promise<never> {
  const hint = 'Give the address of a function that is deployed: --target name=https://host/path.'
  throw new ColdstartError('cannot-deploy', { provider: 'http', reason: 'a URL is measured as it is', hint })
}
