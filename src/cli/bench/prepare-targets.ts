import { fileURLToPath } from 'node:url'
import type { BenchConfig } from '../../config/bench-config.ts'
import type { Deployment } from '../../core/deployment.ts'
import type { Target } from '../../core/target.ts'
import { loadProvider } from '../../providers/index.ts'
import type { Provider, ProviderContext } from '../../providers/provider.ts'

/** What is measured, and how to take it down again. */
export interface PreparedTargets {
  readonly targets: readonly Target[]
  readonly deployments: readonly Deployment[]
  readonly providers: ReadonlyMap<string, Provider>
  destroy(): Promise<void>
}

/** The function that is deployed unless the user brings his own. */
export const sampleFixture = fileURLToPath(new URL('../../../fixtures/hello', import.meta.url))

/** Contracts that run on the local engine without anything optional. */
const LOCAL_CONTRACTS = ['lambda', 'vercel', 'netlify'] as const

/**
 * Deploys to the local engine what the configuration names and adds the URLs it lists.
 * @throws ColdstartError `unknown-provider`, `bad-target`, and those of the provider's deploy
 */
export async function prepareTargets(
  config: BenchConfig,
  runId: string,
  context: ProviderContext,
): Promise<PreparedTargets> {
  const providers = new Map<string, Provider>()
  const deployments: Deployment[] = []
  const destroy = async () => {
    for (const deployment of deployments.reverse())
      await providers.get(deployment.provider)?.destroy(deployment, context)
    deployments.length = 0
  }
  const urls = config.targets.map(
    ({ name, url }): Target => ({ id: name, provider: 'http', platform: 'url', url }),
  )
  if (urls.length > 0) providers.set('http', await loadProvider('http'))
  const contracts = config.providers.length > 0 ? config.providers : urls.length > 0 ? [] : LOCAL_CONTRACTS
  if (contracts.length > 0) {
    const local = await loadProvider('local')
    providers.set('local', local)
    const options = local.options.parse({
      contracts,
      ...(config.idleTtl === undefined ? {} : { idleTtlMs: config.idleTtl }),
    })
    const spec = { runId, fixture: config.fixture ?? sampleFixture, replicas: config.replicas, options }
    deployments.push(await local.deploy(spec, context))
  }
  return {
    targets: [...deployments.flatMap(({ targets }) => targets), ...urls],
    deployments: [...deployments],
    providers,
    destroy,
  }
}
