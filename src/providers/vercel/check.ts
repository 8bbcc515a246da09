import { networkChecks } from '../clock-skew.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { orProblem, type Readiness, type ReadinessCheck } from '../readiness.ts'
import { isRecord, reasonOf } from '../rest-failure.ts'
import { tokenHint } from './credentials.ts'
import { bodyOf, openVercelApi, type VercelApi } from './vercel-api.ts'

/** What `doctor` says of Vercel. Makes nothing. */
export async function checkVercel(context: ProviderContext): Promise<Readiness> {
  return orProblem(async () => checkAccount(await openVercelApi(context), context))
}

async function checkAccount(api: VercelApi, context: ProviderContext): Promise<Readiness> {
  const { source, team } = api.credentials
  const credentials: ReadinessCheck = { name: 'credentials', state: 'ok', found: `token from ${source}` }
  const user = await api.call({
    action: 'read the user',
    method: 'GET',
    path: '/v2/user',
    accept: [401, 403],
  })
  const network = networkChecks(user, context.clock.wallMs())
  // Project lists are what a deploying token must be able to read; tokens of one project cannot read the user.
  const path = '/v10/projects'
  const query = { limit: 1 }
  const list = await api.call({ action: 'list projects', method: 'GET', path, query, accept: [401, 403] })
  if (list.status >= 400) {
    const found = `the token is refused: ${reasonOf(list)}`
    const refused: ReadinessCheck = {
      name: 'permissions',
      state: 'problem',
      found,
      remedy: tokenHint(api.credentials),
    }
    return { ready: false, checks: [credentials, refused, ...network] }
  }
  const account = team ?? userName(bodyOf(user)) ?? 'unknown (the token may not read its user)'
  const permissions: ReadinessCheck = { name: 'permissions', state: 'ok', found: 'may list projects' }
  return { ready: true, account, checks: [credentials, permissions, regionCheck, quotaCheck, ...network] }
}

const regionCheck: ReadinessCheck = {
  name: 'region',
  state: 'ok',
  found: 'iad1 unless --region says otherwise',
}

const quotaCheck: ReadinessCheck = {
  name: 'quota',
  state: 'ok',
  found:
    'Hobby: 100 deployments in 24 hours, one for each forced cold start; the API does not say what is left',
}

function userName(body: Readonly<Record<string, unknown>>): string | undefined {
  const user = isRecord(body.user) ? body.user : {}
  return textOf(user.username) ?? textOf(user.email)
}
