import { isoNow } from '../../core/clock.ts'
import type { Deployment } from '../../core/deployment.ts'
import { ColdstartError } from '../../core/errors.ts'
import { randomName } from '../../core/ids.ts'
import type { Target } from '../../core/target.ts'
import { completeDeployment, movedTargets } from '../complete-deployment.ts'
import { readWithModules } from '../function-files.ts'
import type { DeployPlan, DeployPreview, DeploySpec, PlannedTarget, UsualTarget } from '../provider.ts'
import { targetIds } from '../target-ids.ts'
import {
  DEPLOYS_PER_DAY,
  DEPLOYS_PER_MINUTE,
  FREE_CREDITS,
  netlifyLimits,
  PRODUCTION_CREDITS,
} from './limits.ts'
import { openNetlifyApi } from './netlify-api.ts'
import type { NetlifyContext } from './netlify-context.ts'
import { type NetlifyOptions, netlifyOptions } from './options.ts'
import { functionsOf, openNetlifyWorkload, type Published, publish } from './publish.ts'
import { refuseImpossible, runtimeOf } from './refuse-impossible.ts'
import { createSite, findSite, findTeam, type NetlifySite, readUserId, SITE } from './site.ts'
import { functionPath, netlifyUrl } from './verify.ts'

/** Where new sites run unless told otherwise (Ohio). */
const DEFAULT_REGION = 'cmh'

/** A plan with what was found in the account. */
export interface NetlifyPlan extends DeployPlan<NetlifyOptions> {
  /** The user's own site, where one was named. */
  readonly existing?: NetlifySite
  /** Whose the new site will be. */
  readonly team?: string
}

/**
 * What a deploy will make, with the credits it takes. Reads the function's files and the account.
 * @throws ColdstartError `cannot-deploy`, `no-credentials`, and those of the REST client
 */
export async function planNetlify(
  spec: DeploySpec<NetlifyOptions>,
  context: NetlifyContext,
): Promise<NetlifyPlan> {
  refuseImpossible(spec, context.clock.wallMs())
  await readWithModules(await openNetlifyWorkload(spec), 'Netlify')
  const api = await openNetlifyApi(context)
  const { site, account } = spec.options
  const existing = site === undefined ? undefined : await findSite(site, api)
  const team = existing ? undefined : await findTeam(account, api)
  const deploymentId = `netlify-${spec.runId}-${randomName(4)}`
  return {
    spec,
    deploymentId,
    preview: previewOf(spec, existing ? `your site ${existing.name}` : (team ?? '')),
    targets: plannedTargets(deploymentId, spec, context.clock.wallMs()),
    measuredAt: netlifyUrl('coldstart.netlify.app', '/', context),
    ...(existing === undefined ? {} : { existing }),
    ...(team === undefined ? {} : { team }),
  }
}

/** The size is the platform's own where none is asked for; others take a paid plan. */
export function usualOnNetlify({
  options,
  memoryMb = netlifyLimits.memory.defaultMb,
}: Pick<DeploySpec<NetlifyOptions>, 'options' | 'memoryMb'>): UsualTarget {
  return { memoryMb, facts: { parity: { stage: options.production ? 'production' : 'draft' } } }
}

/** A site (or the user's own), one verified deploy on it, and one target a replica. */
export async function deployToNetlify(
  { spec, deploymentId, existing, team }: NetlifyPlan,
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
    recipe: { ...spec },
  }
  await context.ledger.begin(begun)
  const site = existing ?? (await createSite(spec, begun.id, team ?? '', api, context))
  const published = await publish({ spec, site, deploymentId: begun.id }, api, context)
  const made = { targets: targetsOf(begun.id, spec, published, context), packageSha256: published.sha256 }
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
  const recipe = deployment.recipe as unknown as DeploySpec<NetlifyOptions>
  const spec = { ...recipe, options: netlifyOptions.parse(recipe.options) }
  const found = deployment.resources.find(({ kind }) => kind === SITE)
  if (!found?.id || deployment.targets.length === 0) throw notEvictable(deployment.id)
  const api = await openNetlifyApi(context)
  const site = { ...(await findSite(found.id, api)), owned: found.owned }
  const published = await publish({ spec, site, deploymentId: deployment.id }, api, context)
  const targets = movedTargets(deployment.targets, targetsOf(deployment.id, spec, published, context))
  await completeDeployment(deployment, { targets: [...targets], packageSha256: published.sha256 }, context)
  return targets
}

function previewOf(spec: DeploySpec<NetlifyOptions>, account: string): DeployPreview {
  const { production, site, api: version } = spec.options
  const kind = production ? 'production deploy' : 'draft deploy'
  const functions = spec.replicas === 1 ? 'one function' : `${spec.replicas} functions`
  return {
    provider: 'Netlify',
    account,
    region: spec.region ?? DEFAULT_REGION,
    creates: [
      ...(site === undefined ? ['site coldstart-…'] : []),
      `${kind} with ${functions} (API ${version}) and one to verify it`,
      ...(spec.schedule ? [`scheduled function ${spec.schedule} (UTC)`] : []),
    ],
    cost: production
      ? `${PRODUCTION_CREDITS} credits for this deploy and for each forced cold start (Free has ${FREE_CREDITS} a month), and 10 credits a GB-hour`
      : 'no credits for draft deploys; 10 credits a GB-hour and 2 for 10,000 requests',
    notes: [
      `${DEPLOYS_PER_MINUTE} deploys a minute and ${DEPLOYS_PER_DAY} a day; one deploy makes every replica cold`,
    ],
  }
}

function targetsOf(
  deployment: string,
  spec: DeploySpec<NetlifyOptions>,
  { host }: Published,
  context: NetlifyContext,
): Target[] {
  return plannedTargets(deployment, spec, context.clock.wallMs()).map((target) => ({
    ...target,
    url: netlifyUrl(host, functionPath(target.functionName ?? ''), context),
  }))
}

function plannedTargets(
  deployment: string,
  spec: DeploySpec<NetlifyOptions>,
  wallMs: number,
): PlannedTarget[] {
  const { api } = spec.options
  const { memoryMb, facts } = usualOnNetlify(spec)
  const memory = spec.memoryMb === undefined ? undefined : `${spec.memoryMb}MB`
  const parts = ['netlify', api === 'v1' ? 'v1' : undefined, spec.region, memory]
  const group = parts.filter((part) => part !== undefined).join('/')
  const ids = targetIds(parts, spec.replicas)
  return functionsOf(spec).map((functionName, replica) => ({
    id: ids[replica] ?? group,
    provider: 'netlify',
    platform: 'cloud' as const,
    deployment,
    functionName,
    region: spec.region ?? DEFAULT_REGION,
    ...(memoryMb === undefined ? {} : { memoryMb }),
    runtime: runtimeOf(spec.runtime, wallMs),
    replica: replica + 1,
    group,
    // Lambda underneath: one request at a time.
    facts: {
      parity: {
        ...facts?.parity,
        concurrencyPerInstance: 1,
        own: { 'functions API': api },
      },
    },
  }))
}

function notEvictable(id: string): ColdstartError {
  const reason = `the ledger has no complete deployment ${id} to make a new version of`
  return new ColdstartError('cannot-deploy', { provider: 'Netlify', reason })
}
