import { apiAnswers } from './cloudflare/answer-api.ts'
import { CloudflareCloud, type CloudflareSettings, type Script } from './cloudflare/cloud.ts'
import { failed } from './cloudflare/replies.ts'
import { serveWorker } from './cloudflare/serve-worker.ts'
import { type Answer, type Call, type Route, type StandIn, startStandIn } from './stand-in.ts'

export interface CloudflareStandInOptions extends CloudflareSettings {
  readonly token: string
}

export interface CloudflareStandIn extends StandIn {
  readonly baseUrls: Readonly<Record<string, string>>
  /** By account and name: `acc1/coldstart-…`. */
  readonly scripts: ReadonlyMap<string, Script>
  /** Somebody else's Worker. */
  addScript(name: string, tags?: readonly string[]): void
}

/** Cloudflare's API for as much as coldstart uses, strict in credentials, accounts, forms and bodies. */
export async function startCloudflareStandIn(options: CloudflareStandInOptions): Promise<CloudflareStandIn> {
  const cloud = new CloudflareCloud(options)
  const { scripts, accounts } = cloud
  const standIn = await startStandIn({
    clock: options.clock,
    routes: routesOf(cloud, options.token),
    serve: (host, call) => serveWorker(host, call, cloud),
    errorBody: (status, message) => failed(status, 10021, message).json,
  })
  return {
    ...standIn,
    scripts,
    baseUrls: { cloudflare: standIn.url, 'workers.dev': `${standIn.url}/on/{host}` },
    addScript(name, tags = []) {
      const metadata = { main_module: 'a.js', compatibility_date: '2026-01-01', tags: [...tags] }
      cloud.put(`${accounts[0]}/${name}`, { metadata, files: new Map() }, true)
    },
    async close() {
      for (const { running } of scripts.values()) await running.close()
      await standIn.close()
    },
  }
}

/** Every call wants the token, and an account that the token sees, before anything is done. */
function routesOf(cloud: CloudflareCloud, token: string): Route[] {
  return Object.entries(apiAnswers).map(([on, answer]) => ({
    on,
    answer(call: Call): Answer | Promise<Answer> {
      if (call.headers.authorization !== `Bearer ${token}`) return failed(403, 10000, 'Authentication error')
      const { account } = call.params
      if (account !== undefined && !cloud.accounts.includes(account))
        return failed(403, 10000, 'Authentication error')
      return answer(call, cloud)
    },
  }))
}
