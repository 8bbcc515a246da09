import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  environmentFor,
  type StandInOptions,
  standInKey,
  startAwsStandIn,
} from './aws-stand-in/aws-stand-in.ts'
import { engineHost } from './aws-stand-in/function-host.ts'
import { findMoto, startMoto } from './aws-stand-in/moto-server.ts'
import { motoUpstream } from './aws-stand-in/moto-upstream.ts'
import { startGoogleCloud } from './google-stand-in/google-cloud.ts'
import { googleEnv } from './google-stand-in/google-context.ts'
import { googleError } from './google-stand-in/misbehaviour.ts'
import { type PlantingProxy, startPlantingProxy } from './planting-proxy.ts'
import { startCloudflareStandIn } from './stand-in/cloudflare-stand-in.ts'
import { startNetlifyStandIn } from './stand-in/netlify-stand-in.ts'
import { startVercelStandIn } from './stand-in/vercel-stand-in.ts'

const token = 'planted/token+4711=abcdef'
const pace = { roleRefusals: 0, pendingPolls: 0, policyRefusals: 0 }

/** A cloud whose every API reply can be made to quote what it knows of the client. */
export interface PlantedCloud {
  readonly proxy: PlantingProxy
  readonly env: Readonly<Record<string, string>>
  readonly secrets: () => readonly string[]
  /** How many things there are in the account. */
  readonly left: () => number
  close(): Promise<void>
}

/** @param whose account the credentials are of */
export type StartCloud = (whose: 'ours' | 'theirs') => Promise<PlantedCloud>

/** All stand-ins, by what their credentials see. */
export const clouds: Readonly<Record<string, StartCloud>> = {
  async vercel(whose) {
    const user = whose === 'ours' ? 'u1' : 'u2'
    const standIn = await startVercelStandIn({ token, states: [], protectsEverything: true, user })
    const left = () => standIn.projects.size + standIn.deployments.size
    return behindProxy({ ...standIn, left }, () => [token, ...standIn.secrets], { VERCEL_TOKEN: token })
  },
  async netlify(whose) {
    const given = whose === 'ours' ? {} : { user: 'u2', team: 'theirs' }
    const standIn = await startNetlifyStandIn({ token, states: [], ...given })
    const left = () => standIn.sites.size + standIn.deploys.size
    return behindProxy({ ...standIn, left }, () => [token], { NETLIFY_AUTH_TOKEN: token })
  },
  async cloudflare(whose) {
    const accounts = [whose === 'ours' ? 'acc1' : 'acc2']
    const standIn = await startCloudflareStandIn({ token, accounts })
    const left = () => standIn.scripts.size
    return behindProxy({ ...standIn, left }, () => [token], { CLOUDFLARE_API_TOKEN: token })
  },
  async google(whose) {
    const cloud = await startGoogleCloud()
    const json = googleError(403, 'PERMISSION_DENIED', 'Permission denied on resource.')
    if (whose === 'theirs') cloud.misbehave({ call: 'ListFunctions', times: 9, reply: { status: 403, json } })
    const env = googleEnv(cloud, 'user')
    const left = () => cloud.functions.size
    const { baseUrls, close } = cloud
    return behindProxy({ baseUrls, close, left }, () => cloud.tokens.secretsOf('user'), env)
  },
  lambda: (whose) => aws({ account: accountOf(whose) }),
  'lambda without lambda:ListTags': (whose) => aws({ account: accountOf(whose), hidesTags: true }),
  async 'lambda with moto'(whose) {
    const moto = await startMoto(findMoto() ?? '', accountOf(whose))
    return aws({ account: accountOf(whose), upstream: motoUpstream(moto) })
  },
}

function accountOf(whose: 'ours' | 'theirs'): string {
  return whose === 'ours' ? '123456789012' : '999999999999'
}

async function aws(options: StandInOptions): Promise<PlantedCloud> {
  const standIn = await startAwsStandIn({ pace, host: engineHost(), ...options })
  const secrets = [standInKey.secretAccessKey, standInKey.sessionToken ?? '']
  const proxy = await startPlantingProxy(standIn.url, () => secrets)
  return {
    proxy,
    env: { ...environmentFor(standIn), AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' },
    secrets: () => secrets,
    left: () => standIn.cloud.functions.size,
    close: () => Promise.all([proxy.close(), standIn.close()]).then(() => {}),
  }
}

/** Only the API goes through the proxy; what is deployed answers for itself. */
async function behindProxy(
  standIn: Pick<PlantedCloud, 'left' | 'close'> & { readonly baseUrls: Readonly<Record<string, string>> },
  secrets: () => readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<PlantedCloud> {
  const { origin } = new URL(Object.values(standIn.baseUrls)[0] ?? '')
  const proxy = await startPlantingProxy(origin, secrets)
  const urls = Object.entries(standIn.baseUrls).map(([name, url]) =>
    url.includes('/on/') ? `${name}=${url}` : `${name}=${url.replace(origin, proxy.url)}`,
  )
  return {
    proxy,
    env: { ...env, COLDSTART_BASE_URLS: urls.join(',') },
    secrets,
    left: standIn.left,
    close: () => Promise.all([proxy.close(), standIn.close()]).then(() => {}),
  }
}

/** No secret is in a text, nor three quarters of one, as it is or as in a URL. */
export function expectNone(secrets: readonly string[], text: string): void {
  expect(secrets.length).toBeGreaterThan(0)
  for (const secret of secrets) {
    const most = Math.ceil(secret.length * 0.75)
    for (const part of [secret, secret.slice(0, most), secret.slice(-most)]) {
      const at = text.indexOf(part)
      if (at >= 0) expect.fail(`${part} in …${text.slice(Math.max(0, at - 300), at + 100)}…`)
      expect(text).not.toContain(encodeURIComponent(part))
    }
  }
}

/** Everything in a folder, as one text. */
export function readAll(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? readAll(path) : readFileSync(path, 'utf8')))
    .join('\n')
}
