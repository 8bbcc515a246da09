import { isColdstartError } from '../../core/errors.ts'
import { networkChecks } from '../clock-skew.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import type { Readiness, ReadinessCheck } from '../readiness.ts'
import { reasonOf } from '../rest-failure.ts'
import { accountPath, findAccount, openCloudflareApi, resultOf } from './cloudflare-api.ts'
import { credentialsHint } from './credentials.ts'

/** What `doctor` says of Cloudflare. Makes nothing. */
export async function checkCloudflare(context: ProviderContext): Promise<Readiness> {
  try {
    return await checkAccount(context)
  } catch (error) {
    if (!isColdstartError(error)) throw error
    const name = error.code === 'no-credentials' ? 'credentials' : 'API'
    return { ready: false, checks: [{ name, state: 'problem', found: error.message, remedy: error.hint }] }
  }
}

async function checkAccount(context: ProviderContext): Promise<Readiness> {
  const api = await openCloudflareApi(context)
  const credentials: ReadinessCheck = { name: 'credentials', state: 'ok', found: api.credentials.source }
  const account = await findAccount(api, context)
  const path = accountPath(account, '/workers/subdomain')
  const accept = [400, 401, 403, 404]
  const reply = await api.call({ action: 'read the workers.dev subdomain', method: 'GET', path, accept })
  const network = networkChecks(reply, context.clock.wallMs())
  const subdomain = textOf(resultOf(reply).subdomain)
  if (subdomain === undefined) {
    const isMissing = reply.status === 404
    const problem: ReadinessCheck = {
      name: 'permissions',
      state: 'problem',
      found: isMissing
        ? 'the account has no workers.dev subdomain'
        : `the credentials are refused: ${reasonOf(reply)}`,
      remedy: isMissing
        ? 'Open Workers & Pages in the dashboard once: that registers one.'
        : credentialsHint(api.credentials),
    }
    return { ready: false, account, checks: [credentials, problem, ...network] }
  }
  const permissions: ReadinessCheck = {
    name: 'permissions',
    state: 'ok',
    found: `may read Workers of the account; they are served below ${subdomain}.workers.dev`,
  }
  return { ready: true, account, checks: [credentials, permissions, regionCheck, quotaCheck, ...network] }
}

const regionCheck: ReadinessCheck = {
  name: 'region',
  state: 'ok',
  found: 'none: Workers run where they are called',
}

const quotaCheck: ReadinessCheck = {
  name: 'quota',
  state: 'ok',
  found: 'Free: 100 Workers and 100,000 requests a day; the API does not say what is left',
}
