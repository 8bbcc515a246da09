import { deployAnswers } from './netlify/answer-deploys.ts'
import { siteAnswers } from './netlify/answer-sites.ts'
import { uploadAnswers } from './netlify/answer-uploads.ts'
import {
  NetlifyCloud,
  type NetlifyDeploy,
  type NetlifySettings,
  type Site,
  type UploadedZip,
} from './netlify/cloud.ts'
import { failed } from './netlify/replies.ts'
import { findNetlifyFault } from './netlify/schemas.ts'
import { serveSite } from './netlify/serve-site.ts'
import { type Call, type Route, refuse, type StandIn, startStandIn } from './stand-in.ts'

export { failed, nameTaken } from './netlify/replies.ts'

export interface NetlifyStandInOptions extends NetlifySettings {
  readonly token: string
}

export interface NetlifyStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  readonly sites: ReadonlyMap<string, Site>
  readonly deploys: ReadonlyMap<string, NetlifyDeploy>
  readonly zips: ReadonlyMap<string, UploadedZip>
  /** A site that somebody made before. */
  addSite(name: string): Site
  /** Spent on production deploys. */
  credits(): number
}

const BASE = '/api/v1'

/**
 * Netlify's API for as much as coldstart uses. Every call is checked against Netlify's own API description, and
 * uploads against the digests they were announced with.
 */
export async function startNetlifyStandIn({
  token,
  ...settings
}: NetlifyStandInOptions): Promise<NetlifyStandIn> {
  const cloud = new NetlifyCloud(settings)
  const standIn = await startStandIn({
    clock: settings.clock,
    routes: routesOf(cloud, token),
    serve: (host, call) => serveSite(host, call, cloud),
    errorBody: (code, message) => ({ code, message }),
  })
  const { sites, deploys, zips } = cloud
  return {
    ...standIn,
    baseUrls: { netlify: standIn.url + BASE, 'netlify.app': `${standIn.url}/on/{host}` },
    sites,
    deploys,
    zips,
    addSite: (name) => cloud.addSite(name),
    credits: () => cloud.credits,
    async close() {
      for (const one of deploys.values()) await cloud.drop(one)
      await standIn.close()
    },
  }
}

/** Every call wants the token and fits Netlify's own description before anything is done. */
function routesOf(cloud: NetlifyCloud, token: string): Route[] {
  const answers = { ...siteAnswers, ...deployAnswers, ...uploadAnswers }
  return Object.entries(answers).map(([on, answer]) => ({
    on: on.replace(' ', ` ${BASE}`),
    answer(call: Call) {
      if (call.headers.authorization !== `Bearer ${token}`) return failed(401, 'Access Denied')
      const fault = findNetlifyFault(call)
      if (fault) refuse(fault)
      return answer(call, cloud)
    },
  }))
}
