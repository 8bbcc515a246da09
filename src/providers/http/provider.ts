import { z } from 'zod'
import { keptHeaders } from '../../core/edge-facts.ts'
import { ColdstartError } from '../../core/errors.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import { NONCE_HEADER } from '../../core/report-headers.ts'
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
  open: ({ replySigns = [] }) => ({
    async check() {
      return { ready: true, checks: [{ name: 'credentials', state: 'ok', found: 'a URL needs none' }] }
    },
    plan: refuseDeploy,
    deploy: refuseDeploy,
    async request(target, nonce) {
      return {
        url: target.url,
        method: 'GET',
        headers: { accept: '*/*', 'user-agent': 'coldstart', [NONCE_HEADER]: nonce },
      }
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

async function refuseDeploy(): Promise<never> {
  const hint = 'Give the address of a function that is deployed: --target name=https://host/path.'
  throw new ColdstartError('cannot-deploy', { provider: 'http', reason: 'a URL is measured as it is', hint })
}
