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
export function factsOf({ files, sha256, entry, leftOut, missing, copied }: DeployedPackage): PackageFacts {
  return {
    entry,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
    sha256,
    leftOut,
    missing,
    ...(copied && { copied }),
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
