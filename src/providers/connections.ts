import { noLedger } from '../core/ledger.ts'
import { loadProvider, replySigns } from './index.ts'
import type { Connection, Provider, ProviderContext } from './provider.ts'
import { routedConnection } from './routed-connection.ts'

/** A provider with the connection that was opened to it. */
export interface OpenProvider {
  readonly provider: Provider
  readonly connection: Connection
}

/** The connections of one piece of work: each opened when it is first asked for, and kept until `close`. */
export interface Connections {
  readonly context: ProviderContext
  /** @throws ColdstartError `unknown-provider` */
  to(providerId: string): Promise<OpenProvider>
  /** All that these targets need, by provider id. @throws ColdstartError `unknown-provider` */
  toAll(providerIds: Iterable<string>): Promise<ReadonlyMap<string, OpenProvider>>
  close(): Promise<void>
}

/**
 * Opens connections to providers, each when it is first asked for.
 * @param context what all of them may touch; a provider whose deployments end with this process gets no ledger
 */
export function openConnections(context: ProviderContext): Connections {
  const opened = new Map<string, Promise<OpenProvider>>()
  const to = (id: string) => {
    const known = opened.get(id) ?? openProvider(id, context)
    opened.set(id, known)
    return known
  }
  return {
    context,
    to,
    async toAll(ids) {
      const entries = [...new Set(ids)].map(async (id) => [id, await to(id)] as const)
      return new Map(await Promise.all(entries))
    },
    async close() {
      const open = await Promise.allSettled(opened.values())
      opened.clear()
      for (const result of open) if (result.status === 'fulfilled') await result.value.connection.close()
    },
  }
}

async function openProvider(id: string, context: ProviderContext): Promise<OpenProvider> {
  const provider = await loadProvider(id)
  const known = { ...context, replySigns }
  const own = provider.endsWithProcess ? { ...known, ledger: noLedger } : known
  const connection = provider.open(own)
  // What ends with this process is on this machine: no proxy is in the way.
  return {
    provider,
    connection: provider.endsWithProcess ? connection : routedConnection(connection, own.network),
  }
}
