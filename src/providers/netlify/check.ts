import { networkChecks } from '../clock-skew.ts'
import { textOf } from '../json-file.ts'
import type { ProviderContext } from '../provider.ts'
import { orProblem, type Readiness, type ReadinessCheck } from '../readiness.ts'
import { reasonOf } from '../rest-failure.ts'
import { tokenHint } from './credentials.ts'
import { bodyOf, itemsOf, type NetlifyApi, openNetlifyApi } from './netlify-api.ts'

/** What `doctor` says of Netlify. Makes nothing. */
export async function checkNetlify(context: ProviderContext): Promise<Readiness> {
  return orProblem(async () => checkAccount(await openNetlifyApi(context), context))
}

async function checkAccount(api: NetlifyApi, context: ProviderContext): Promise<Readiness> {
  const found = `token from ${api.credentials.source}`
  const credentials: ReadinessCheck = { name: 'credentials', state: 'ok', found }
  const user = await api.call({ action: 'read the user', method: 'GET', path: '/user', accept: [401, 403] })
  const network = networkChecks(user, context.clock.wallMs())
  if (user.status >= 400) {
    const refusal = `the token is refused: ${reasonOf(user)}`
    const refused: ReadinessCheck = {
      name: 'permissions',
      state: 'problem',
      found: refusal,
      remedy: tokenHint(api.credentials),
    }
    return { ready: false, checks: [credentials, refused, ...network] }
  }
  const teams = itemsOf(await api.call({ action: 'list teams', method: 'GET', path: '/accounts' }))
  const slugs = teams.map(({ slug }) => textOf(slug)).filter((slug) => slug !== undefined)
  const account = [textOf(bodyOf(user).email), slugs[0]].filter(Boolean).join(', team ')
  const checks = [credentials, teamCheck(slugs), regionCheck, quotaCheck, visibilityCheck, ...network]
  return { ready: slugs.length > 0, account, checks }
}

function teamCheck(slugs: readonly string[]): ReadinessCheck {
  if (slugs.length > 0)
    return { name: 'permissions', state: 'ok', found: `may read teams: ${slugs.join(', ')}` }
  const remedy = 'Make a team at https://app.netlify.com.'
  return { name: 'permissions', state: 'problem', found: 'the account has no team', remedy }
}

const regionCheck: ReadinessCheck = {
  name: 'region',
  state: 'ok',
  found: 'cmh (Ohio) unless --region says otherwise, which takes a paid plan',
}

const quotaCheck: ReadinessCheck = {
  name: 'quota',
  state: 'ok',
  found:
    '3 deploys a minute and 100 a day; a production deploy takes 15 credits, a draft none. The API does not say what is left',
}

/** Teams made since 2026-07-28; there is no API to read or change it. */
const visibilityCheck: ReadinessCheck = {
  name: 'visibility',
  state: 'ok',
  found: 'teams made since July 2026 have private projects: coldstart says so when it meets the login wall',
}
