import type { Deployment } from '../core/deployment.ts'
import { ColdstartError } from '../core/errors.ts'
import type { DeployedPackage } from '../workload/deployed-package.ts'
import type { DeploySpec, PackageFacts } from './provider.ts'

/** Makes what a spec's package is, once: before anything remote is called, and the same for the plan after it. */
export function prepareOnce<Options, Pack>(
  make: (spec: DeploySpec<Options>) => Promise<Pack>,
): (spec: DeploySpec<Options>) => Promise<Pack> {
  const made = new WeakMap<DeploySpec<Options>, Promise<Pack>>()
  return (spec) => {
    const known = made.get(spec) ?? make(spec)
    made.set(spec, known)
    return known
  }
}

/** What the user is shown of a package. */
export function factsOf({ files, sha256, entry, leftOut, missing }: DeployedPackage): PackageFacts {
  return {
    entry,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    sha256,
    leftOut,
    missing,
  }
}

/**
 * What the ledger keeps of a spec, to deploy the same again: neither the values of variables nor the request, which
 * may hold secrets; only their names, and the path without its query.
 */
export function recipeOf<Options>({
  workload,
  ...spec
}: DeploySpec<Options>): Readonly<Record<string, unknown>> {
  const { variables = {}, request, ...source } = workload
  const path = request?.path?.split('?', 1)[0]
  return {
    ...spec,
    workload: { ...source, ...(path !== undefined && { request: { path } }) },
    variableNames: Object.keys(variables),
  }
}

/**
 * A forced cold start deploys the same function again.
 * @param deployed its hash in the ledger, and that of its files now
 * @throws ColdstartError `cannot-deploy`
 */
export function refuseChanged(deployed: {
  readonly provider: string
  readonly id: string
  readonly was: string | undefined
  readonly is: string
}): void {
  const { provider, id, was, is } = deployed
  if (was === undefined || was === is) return
  const reason = `the files of the function have changed since ${id} was deployed`
  throw new ColdstartError('cannot-deploy', { provider, reason, hint: 'Destroy it and deploy again.' })
}

/** A deployment that can be deployed again: its spec, with the variables that no ledger holds, and its package. */
export interface Redeployable<Options, Pack> {
  readonly spec: DeploySpec<Options>
  readonly packed: Pack
}

/**
 * Remembers what a deployment of an earlier process is made of.
 * @throws ColdstartError `cannot-deploy` where the function's files have changed
 */
export async function takeUpDeployed<Options, Pack extends { readonly code: { readonly sha256: string } }>(
  provider: string,
  { id, packageSha256 }: Deployment,
  spec: DeploySpec<Options>,
  context: {
    pack(spec: DeploySpec<Options>): Promise<Pack>
    readonly deployed: Map<string, Redeployable<Options, Pack>>
  },
): Promise<void> {
  const packed = await context.pack(spec)
  refuseChanged({ provider, id, was: packageSha256, is: packed.code.sha256 })
  context.deployed.set(id, { spec, packed })
}
