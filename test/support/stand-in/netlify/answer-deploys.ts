import { systemClock } from '../../../../src/core/system-clock.ts'
import type { Answer, Answers } from '../stand-in.ts'
import type { NetlifyCloud, NetlifyDeploy } from './cloud.ts'
import { makeDeploy } from './make-deploy.ts'
import { failed } from './replies.ts'

const MINUTE_MS = 60_000

/** Deploys of a site: announced, looked at until they are ready, deleted. */
export const deployAnswers: Answers<NetlifyCloud> = {
  'GET /sites/:id/deploys': ({ params }, cloud) => {
    const found = [...cloud.deploys.values()].filter(({ siteId }) => siteId === params.id)
    return { status: 200, json: found.map((one) => describeDeploy(one, cloud)) }
  },
  'POST /sites/:id/deploys': (call, cloud) => {
    const site = cloud.siteOf(call.params.id ?? '')
    if (!site) return failed(404, 'Not Found')
    const limited = limitDeploys(cloud)
    if (limited) return limited
    const made = makeDeploy(site, call, cloud.settings)
    if (!made.draft) cloud.credits += 15
    cloud.deploys.set(made.id, made)
    return { status: 200, json: describeDeploy(made, cloud) }
  },
  'GET /sites/:site/deploys/:id': ({ params }, cloud) => {
    const one = cloud.deploys.get(params.id ?? '')
    if (!one) return failed(404, 'Not Found')
    const complete = cloud.requiredFiles(one).length + cloud.requiredFunctions(one).length === 0
    if (complete && one.states.length > 1) one.states.shift()
    return { status: 200, json: describeDeploy(one, cloud) }
  },
  'DELETE /deploys/:id': async ({ params }, cloud) => {
    const one = cloud.deploys.get(params.id ?? '')
    if (!one) return failed(404, 'Not Found')
    await cloud.drop(one)
    return { status: 204 }
  },
}

/** Three deploys a minute, where they are limited. */
function limitDeploys({ settings, deployedAtMs }: NetlifyCloud): Answer | undefined {
  if (!settings.limitsDeploys) return undefined
  const now = (settings.clock ?? systemClock).wallMs()
  const recent = deployedAtMs.filter((at) => now - at < MINUTE_MS)
  if (recent.length < 3) return void deployedAtMs.push(now)
  const reset = String(Math.ceil(((recent[0] ?? now) + MINUTE_MS) / 1000))
  return {
    ...failed(429, 'Too many deploys'),
    headers: { 'x-ratelimit-reset': reset, 'x-ratelimit-remaining': '0' },
  }
}

function describeDeploy(one: NetlifyDeploy, cloud: NetlifyCloud): object {
  const site = cloud.sites.get(one.siteId)
  return {
    id: one.id,
    site_id: one.siteId,
    title: one.title,
    state: one.states[0],
    ...(one.states[0] === 'error' ? { error_message: 'the build failed' } : {}),
    required: cloud.requiredFiles(one),
    required_functions: cloud.requiredFunctions(one),
    deploy_ssl_url: `https://${one.id}--${site?.name}.netlify.app`,
    ssl_url: `https://${site?.name}.netlify.app`,
  }
}
