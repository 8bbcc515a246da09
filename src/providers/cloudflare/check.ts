import { networkChecks } from '../clock-skew.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { orProblem, type Readiness, type ReadinessCheck } from '../readiness.ts'
import { reasonOf } from '../rest-failure.ts'
import { type CloudflareApi, openCloudflareApi, resultOf } from './cloudflare-api.ts'
import { credentialsHint } from './credentials.ts'
import { findProjectAccount } from './find-account.ts'
import { askSubdomain, NO_SUBDOMAIN } from './subdomain.ts'

/** What `doctor` says of Cloudflare. Makes nothing. */
export async function checkCloudflare(context: ProviderContext): Promise<Readiness> {
  return orProblem(async () => checkAccount(await openCloudflareApi(context), context))
}

async function checkAccount(api: CloudflareApi, context: ProviderContext): Promise<Readiness> {
  const credentials: ReadinessCheck = { name: 'credentials', state: 'ok', found: api.credentials.source }
  const account = await findProjectAccount(api, context)
  const reply = await askSubdomain(api, account, [400, 401, 403, 404])
  const network = networkChecks(reply, context.clock.wallMs())
  const subdomain = textOf(resultOf(reply).subdomain)
  if (subdomain === undefined) {
    const isMissing = reply.status === 404
    const problem: ReadinessCheck = {
      name: 'permissions',
      state: 'problem',
      found: isMissing ? NO_SUBDOMAIN.reason : `the credentials are refused: ${reasonOf(reply)}`,
      remedy: isMissing ? NO_SUBDOMAIN.hint : credentialsHint(api.credentials),
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
