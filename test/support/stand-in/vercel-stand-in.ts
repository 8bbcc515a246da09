import { type Answer, type Call, type Route, refuse, type StandIn, startStandIn } from './stand-in.ts'
import { deploymentAnswers } from './vercel/answer-deployments.ts'
import { projectAnswers } from './vercel/answer-projects.ts'
import { type Project, VercelCloud, type VercelDeployment, type VercelSettings } from './vercel/cloud.ts'
import { failed } from './vercel/replies.ts'
import { serveDeployment } from './vercel/serve-deployment.ts'

export { failed } from './vercel/replies.ts'

export interface VercelStandInOptions extends VercelSettings {
  readonly token: string
  /** Calls must be in this scope. */
  readonly team?: string
}

export interface VercelStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  readonly projects: Map<string, Project>
  readonly deployments: ReadonlyMap<string, VercelDeployment>
  /** Bypass secrets that were given out. */
  readonly secrets: readonly string[]
}

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  'POST /v10/projects/:id/env': ['upsert'],
  'POST /v13/deployments': ['forceNew', 'prebuilt', 'skipAutoDetectionConfirmation'],
  'GET /v10/projects': ['search', 'limit', 'from'],
  'GET /v7/deployments': ['projectId', 'limit', 'since', 'until', 'state', 'target'],
}

/**
 * Vercel's API for as much as coldstart uses, strict where Vercel is: credentials, scope, digests, sizes, body
 * fields (by @vercel/sdk's own schemas where they are given) and the shape of a Build Output.
 */
export async function startVercelStandIn(options: VercelStandInOptions): Promise<VercelStandIn> {
  const cloud = new VercelCloud(options)
  const standIn = await startStandIn({
    clock: options.clock,
    routes: routesOf(cloud, options),
    serve: (host, call) => serveDeployment(host, call, cloud),
    errorBody: (_, message) => ({ error: { code: 'bad_request', message } }),
  })
  const { projects, deployments, secrets } = cloud
  return {
    ...standIn,
    baseUrls: { vercel: standIn.url, 'vercel.app': `${standIn.url}/on/{host}` },
    projects,
    deployments,
    secrets,
    async close() {
      for (const one of deployments.values()) await cloud.drop(one)
      await standIn.close()
    },
  }
}

/** Every call wants the token, and is in the scope, before anything is done. */
function routesOf(cloud: VercelCloud, { token, team }: VercelStandInOptions): Route[] {
  return Object.entries({ ...projectAnswers, ...deploymentAnswers }).map(([on, answer]) => ({
    on,
    answer(call: Call): Answer | Promise<Answer> {
      if (call.headers.authorization !== `Bearer ${token}`) return failed(403, 'forbidden', 'Not authorized')
      const scope = call.query.get('teamId') ?? undefined
      if (scope !== team && on !== 'GET /v2/user') refuse(`the scope is ${scope}, not ${team}`)
      const allowed = [...(QUERIES[on] ?? []), 'teamId', 'slug']
      for (const name of call.query.keys())
        if (!allowed.includes(name)) refuse(`unknown query parameter ${name}`)
      return answer(call, cloud)
    },
  }))
}
