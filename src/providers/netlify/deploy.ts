import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../current-targets.ts'
import type { DeployPreview, DeploySpec, ProviderContext } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import { type NetlifyApi, openNetlifyApi } from './netlify-api.ts'
import { type NetlifyOptions, netlifyOptions } from './options.ts'
import { type Published, publish } from './publish.ts'
import { refuseImpossible } from './refuse-impossible.ts'
import { createSite, findSite, findTeam, SITE } from './site.ts'
import { functionPath, netlifyUrl } from './verify.ts'

const PRODUCTION_CREDITS = 15
/** Where new sites run unless told otherwise (Ohio). */
const DEFAULT_REGION = 'cmh'

/** A site (or the user's own), one verified deploy on it, and one target a replica. */
export async function deployToNetlify(
  spec: DeploySpec<NetlifyOptions>,
  context: ProviderContext,
): Promise<Deployment> {
  refuseImpossible(spec)
  const api = await openNetlifyApi(context)
  const existing = spec.options.site === undefined ? undefined : await findSite(spec.options.site, api)
  const team = existing ? undefined : await findTeam(spec.options.account, api)
  const begun: Deployment = {
    id: `netlify-${spec.runId}-${randomName(4)}`,
    provider: 'netlify',
    createdAt: isoNow(context.clock),
    ...(team === undefined ? {} : { account: team }),
    region: spec.region ?? DEFAULT_REGION,
    resources: existing ? [{ kind: SITE, name: existing.name, id: existing.id, owned: false }] : [],
    targets: [],
    recipe: { ...spec },
  }
  await context.ledger.begin(begun)
  const site = existing ?? (await createSite(spec, begun.id, team ?? '', api, context))
  const published = await publish({ spec, site, deploymentId: begun.id }, api, context)
  return finish(begun, spec, published, context)
}

/**
 * A new deploy with new bytes in every function, so that none has an instance; all replicas become cold
 * with one deploy. Drafts get new addresses, which the ledger keeps.
 * @throws ColdstartError `remote-quota` when the day's deploys are used up
 */
export async function evictFromNetlify(
  deployment: Deployment,
  context: ProviderContext,
): Promise<readonly Target[]> {
  const recipe = deployment.recipe as unknown as DeploySpec<NetlifyOptions>
  const spec = { ...recipe, options: netlifyOptions.parse(recipe.options) }
  const found = deployment.resources.find(({ kind }) => kind === SITE)
  if (!found?.id || deployment.targets.length === 0) throw notEvictable(deployment.id)
  const api = await openNetlifyApi(context)
  const site = { ...(await findSite(found.id, api)), owned: found.owned }
  const published = await publish({ spec, site, deploymentId: deployment.id }, api, context)
  const made = await finish(deployment, spec, published, context)
  return movedTargets(deployment.targets, made.targets)
}

/** What `deploy` would make, with the credits it takes. */
export async function previewNetlify(
  spec: DeploySpec<NetlifyOptions>,
  context: ProviderContext,
): Promise<DeployPreview> {
  refuseImpossible(spec)
  const api = await openNetlifyApi(context)
  const { production, site, api: version } = spec.options
  const kind = production ? 'production deploy' : 'draft deploy'
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  return {
    provider: 'Netlify',
    account: await accountOf(spec, api),
    region: spec.region ?? DEFAULT_REGION,
    creates: [
      ...(site === undefined ? ['site coldstart-…'] : []),
      `${kind} with ${functions} (API ${version}) and one to verify it`,
      ...(spec.schedule ? [`scheduled function ${spec.schedule} (UTC)`] : []),
    ],
    cost: production
      ? `${PRODUCTION_CREDITS} credits for this deploy and for each forced cold start (Free has 300 a month), and 10 credits a GB-hour`
      : 'no credits for draft deploys; 10 credits a GB-hour and 2 for 10,000 requests',
    notes: ['3 deploys a minute and 100 a day; one deploy makes every replica cold'],
  }
}

async function accountOf(spec: DeploySpec<NetlifyOptions>, api: NetlifyApi): Promise<string> {
  const { site, account } = spec.options
  return site === undefined ? findTeam(account, api) : `your site ${(await findSite(site, api)).name}`
}

function finish(
  deployment: Deployment,
  spec: DeploySpec<NetlifyOptions>,
  published: Published,
  context: ProviderContext,
): Promise<Deployment> {
  const targets = targetsOf(deployment.id, spec, published, context)
  return completeDeployment(deployment, { targets, packageSha256: published.sha256 }, context)
}

function targetsOf(
  deployment: string,
  spec: DeploySpec<NetlifyOptions>,
  { host, functions, runtime }: Published,
  context: ProviderContext,
): Target[] {
  const { api, production } = spec.options
  const memory = spec.memoryMb === undefined ? undefined : `${spec.memoryMb}MB`
  const parts = ['netlify', api === 'v1' ? 'v1' : undefined, spec.region, memory]
  const group = parts.filter((part) => part !== undefined).join('/')
  const ids = targetIds(parts, spec.replicas)
  return functions.map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'netlify',
    platform: 'cloud' as const,
    url: netlifyUrl(host, functionPath(functionName), context),
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(spec.memoryMb === undefined ? {} : { memoryMb: spec.memoryMb }),
    runtime,
    replica: replica + 1,
    group,
    // Lambda underneath: one request at a time.
    details: { environment: production ? 'production' : 'draft', api, concurrencyPerInstance: 1 },
  }))
}

function notEvictable(id: string): ColdstartError {
  const reason = `the ledger has no complete deployment ${id} to make a new version of`
  return new ColdstartError('cannot-deploy', { provider: 'Netlify', reason })
}
