import type { ZodType } from 'zod'
import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import type { DeploySpec } from './provider.ts'

/** A deployment that can be deployed again: its spec, with the variables that no ledger holds, and its package. */
export interface Redeployable<Options, Pack> {
  readonly spec: DeploySpec<Options>
  readonly packed: Pack
}

/** What a connection remembers of the deployments that it made or took up. */
export interface Redeployments<Options, Pack> {
  /** Makes the package of a spec once. */
  pack(spec: DeploySpec<Options>): Promise<Pack>
  /** What was deployed, by deployment: to deploy the same again, with its variables. */
  readonly deployed: Map<string, Redeployable<Options, Pack>>
}

/** What can be compared with what was deployed. */
interface HashedPack {
  readonly code: { readonly sha256: string }
}

/** A platform, as far as deploying again goes. */
export interface RedeployingPlatform<Options> {
  /** As the reader knows it: `Vercel`. */
  readonly provider: string
  readonly options: ZodType<Options>
  /** A new version has the variables of the one before without being given them. */
  readonly keepsVariables: boolean
}

/**
 * Remembers what a deployment of an earlier process is made of.
 * @throws ColdstartError `cannot-deploy` where the function's files have changed
 */
export async function takeUpDeployed<Options, Pack extends HashedPack>(
  provider: string,
  deployment: Deployment,
  spec: DeploySpec<Options>,
  context: Redeployments<Options, Pack>,
): Promise<void> {
  context.deployed.set(deployment.id, await packAgain(provider, deployment, spec, context))
}

/**
 * What a forced cold start deploys again: what this connection deployed or took up, or else the function as it is now,
 * which must be as it was.
 * @throws ColdstartError `cannot-deploy` where the function's files have changed, or where values of variables are needed
 * that nobody has kept
 */
export async function deployedBefore<Options, Pack extends HashedPack>(
  { provider, options, keepsVariables }: RedeployingPlatform<Options>,
  deployment: Deployment,
  context: Redeployments<Options, Pack>,
): Promise<Redeployable<Options, Pack>> {
  const { id, recipe } = deployment
  const known = context.deployed.get(id)
  if (known) return known
  const { variableNames = [], ...kept } = recipe as unknown as Recipe<Options>
  if (!keepsVariables && variableNames.length > 0)
    throw new ColdstartError('cannot-deploy', {
      provider,
      reason: `the values of its variables (${variableNames.join(', ')}) are kept nowhere, and a new deploy of ${id} needs them`,
      hint: 'Measure with --cold-by idle, or deploy again.',
    })
  return packAgain(provider, deployment, { ...kept, options: options.parse(kept.options) }, context)
}

/** As `recipeOf` writes it. */
type Recipe<Options> = DeploySpec<Options> & { readonly variableNames?: readonly string[] }

async function packAgain<Options, Pack extends HashedPack>(
  provider: string,
  { id, packageSha256 }: Deployment,
  spec: DeploySpec<Options>,
  { pack }: Redeployments<Options, Pack>,
): Promise<Redeployable<Options, Pack>> {
  const packed = await pack(spec)
  if (packageSha256 === undefined || packageSha256 === packed.code.sha256) return { spec, packed }
  const reason = `the files of the function have changed since ${id} was deployed`
  throw new ColdstartError('cannot-deploy', { provider, reason, hint: 'Destroy it and deploy again.' })
}

/** The refusal to force a deployment cold of which the ledger lacks something. */
export function notEvictable(provider: string, id: string): ColdstartError {
  const reason = `the ledger has no complete deployment ${id} to make a new version of`
  return new ColdstartError('cannot-deploy', { provider, reason })
}
