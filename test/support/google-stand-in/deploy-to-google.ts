import type { Deployment } from '../../../src/core/deployment.ts'
import type { DeploySpec, ProviderContext } from '../../../src/providers/provider.ts'
import { googleProvider } from '../connected-providers.ts'

/** Deploys fixtures/hello once, unless told otherwise. */
export function deployToGoogle(
  context: ProviderContext,
  given: Partial<DeploySpec<object>> = {},
): Promise<Deployment> {
  const options = googleProvider.options.parse({ ...given.options })
  const spec = { runId: '2026-11-23T000000-abcd', workload: { folder: 'fixtures/hello' }, replicas: 1 }
  return googleProvider.deploy({ ...spec, ...given, options }, context)
}
