import type { Deployment } from '../../src/core/deployment.ts'
import type { ProbeReply } from '../../src/core/probe-request.ts'
import type { Target } from '../../src/core/target.ts'
import type {
  Connection,
  DeployPlan,
  DeploySpec,
  Provider,
  ProviderContext,
} from '../../src/providers/provider.ts'
import { createTestContext } from './provider-context.ts'

/**
 * A provider whose calls each name the context they are made in, as tests of single calls read best: the connection
 * to a context is opened by the first call and kept for the others. `evict` and the like are there where a
 * connection has them.
 */
export function connected<Options>(provider: Provider<Options>) {
  const connections = new Map<ProviderContext, Connection<Options>>()
  const to = (context: ProviderContext) => {
    const known = connections.get(context)
    if (known) return known
    const connection = provider.open(context)
    connections.set(context, connection)
    return connection
  }
  const somewhere = provider.open(createTestContext())
  return {
    ...provider,
    async closeAll() {
      for (const connection of connections.values()) await connection.close()
      connections.clear()
    },
    check: (context: ProviderContext) => to(context).check(),
    plan: (spec: DeploySpec<Options>, context: ProviderContext) => to(context).plan(spec),
    preview: async (spec: DeploySpec<Options>, context: ProviderContext) =>
      (await to(context).plan(spec)).preview,
    deploy: async (spec: DeploySpec<Options>, context: ProviderContext) =>
      to(context).deploy(await to(context).plan(spec)),
    carryOut: (plan: DeployPlan<Options>, context: ProviderContext) => to(context).deploy(plan),
    request: (target: Target, nonce: string, context: ProviderContext) => to(context).request(target, nonce),
    interpret: (reply: ProbeReply, nonce: string) => somewhere.interpret(reply, nonce),
    destroy: (deployment: Deployment, context: ProviderContext) => to(context).destroy(deployment),
    connectOnly: somewhere.connectOnly
      ? async (target: Target, context: ProviderContext) => to(context).connectOnly?.(target)
      : undefined,
    evict: somewhere.evict
      ? async (deployment: Deployment, context: ProviderContext) =>
          (await to(context).evict?.(deployment)) ?? []
      : undefined,
    findOrphans: somewhere.findOrphans
      ? async (context: ProviderContext) => (await to(context).findOrphans?.()) ?? []
      : undefined,
  }
}

/** What `connected` gives: a provider with its calls. */
export type Connected<Options = unknown> = ReturnType<typeof connected<Options>>
