import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../complete-deployment.ts'
import { recipeOf } from '../prepare-once.ts'
import type { DeployPlan, DeploySpec } from '../provider.ts'
import { deployedBefore, notEvictable, type RedeployingPlatform } from '../redeploy.ts'
import { DEFAULT_REGION, plannedTargets, previewOf, targetsOf } from './describe-deploy.ts'
import type { NetlifyCode } from './function-zip.ts'
import { openNetlifyApi } from './netlify-api.ts'
import type { NetlifyContext } from './netlify-context.ts'
import { type NetlifyOptions, netlifyOptions } from './options.ts'
import { publish } from './publish.ts'
import { createSite, findSite, findTeam, type NetlifySite, readUserId, SITE } from './site.ts'
import { netlifyUrl } from './verify.ts'

/** A plan with what was found in the account. */
export interface NetlifyPlan extends DeployPlan<NetlifyOptions> {
  /** The user's own site, where one was named. */
  readonly existing?: NetlifySite
  /** Whose the new site will be. */
  readonly team?: string
  readonly packed: NetlifyCode
}

/**
 * What a deploy will make, with the credits it takes. Reads the function's files and the account.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planNetlify(
  spec: DeploySpec<NetlifyOptions>,
  context: NetlifyContext,
): Promise<NetlifyPlan> {
  const packed = await context.pack(spec)
  const api = await openNetlifyApi(context)
  const { site, account } = spec.options
  const existing = site === undefined ? undefined : await findSite(site, api)
  const team = existing ? undefined : await findTeam(account, api)
  const deploymentId = `netlify-${spec.runId}-${randomName(8)}`
  return {
    spec,
    deploymentId,
    packed,
    preview: previewOf(spec, packed, existing ? `your site ${existing.name}` : (team ?? '')),
    targets: plannedTargets(deploymentId, { spec, packed }, context.clock.wallMs()),
    measuredAt: netlifyUrl('coldstart.netlify.app', '/', context),
    ...(existing === undefined ? {} : { existing }),
    ...(team === undefined ? {} : { team }),
  }
}

/** A site (or the user's own), one verified deploy on it, and one target a replica. */
export async function deployToNetlify(
  { spec, deploymentId, existing, team, packed }: NetlifyPlan,
  context: NetlifyContext,
): Promise<Deployment> {
  const api = await openNetlifyApi(context)
  const user = await readUserId(api)
  const identity = { ...(user && { user }), ...(team && { team }) }
  const begun: Deployment = {
    id: deploymentId,
    provider: 'netlify',
    createdAt: isoNow(context.clock),
    ...(team === undefined ? {} : { account: team }),
    identity,
    region: spec.region ?? DEFAULT_REGION,
    resources: existing ? [{ kind: SITE, name: existing.name, id: existing.id, owned: false }] : [],
    targets: [],
    recipe: recipeOf(spec),
  }
  await context.ledger.begin(begun)
  const site = existing ?? (await createSite(spec, begun.id, team ?? '', api, context))
  context.deployed.set(begun.id, { spec, packed })
  const published = await publish({ spec, site, deploymentId: begun.id, packed }, api, context)
  const targets = targetsOf(begun.id, { spec, packed }, published, context)
  const made = { targets, packageSha256: packed.code.sha256 }
  return completeDeployment(begun, made, context)
}

/**
 * A new deploy with new bytes in every function, so that none has an instance; all replicas become cold
 * with one deploy. Drafts get new addresses, which the ledger keeps.
 * @throws ColdstartError `remote-quota` when the day's deploys are used up
 */
export async function evictFromNetlify(
  deployment: Deployment,
  context: NetlifyContext,
): Promise<readonly Target[]> {
  const found = deployment.resources.find(({ kind }) => kind === SITE)
  if (!found?.id || deployment.targets.length === 0) throw notEvictable('Netlify', deployment.id)
  const deployed = await deployedBefore(REDEPLOYING, deployment, context)
  const api = await openNetlifyApi(context)
  const site = { ...(await findSite(found.id, api)), owned: found.owned }
  const published = await publish({ ...deployed, site, deploymentId: deployment.id }, api, context)
  const made = targetsOf(deployment.id, deployed, published, context)
  const targets = movedTargets(deployment.targets, made)
  const packageSha256 = deployed.packed.code.sha256
  await completeDeployment(deployment, { targets: [...targets], packageSha256 }, context)
  return targets
}

/** They are given to a single deploy. */
const REDEPLOYING: RedeployingPlatform<NetlifyOptions> = {
  provider: 'Netlify',
  options: netlifyOptions,
  keepsVariables: false,
}
