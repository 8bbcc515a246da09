import { parseUrl } from '../core/parse-url.ts'
import type { ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './connection.ts'

/** Live connections waiting for the next request to their origin. */
export interface KeptConnections {
  take(request: ProbeRequest): Connection | undefined
  /** Keeps the connection if it may be kept and still lives, else closes it. */
  giveBack(request: ProbeRequest, connection: Connection, policy: 'fresh' | 'kept'): void
  closeAll(): void
}

/** At most one live connection for each origin and extra certificate authority. */
export function createKeptConnections(): KeptConnections {
  const live = new Map<string, Connection>()
  const keyOf = (request: ProbeRequest) =>
    `${parseUrl(request.url).origin} ${request.certificateAuthority ?? ''}`
  return {
    take(request) {
      if (!URL.canParse(request.url)) return undefined
      const key = keyOf(request)
      const connection = live.get(key)
      live.delete(key)
      return connection?.usable ? connection : undefined
    },
    giveBack(request, connection, policy) {
      const key = policy === 'kept' && connection.usable ? keyOf(request) : undefined
      if (key !== undefined && !live.has(key)) live.set(key, connection)
      else connection.close()
    },
    closeAll() {
      for (const connection of live.values()) connection.close()
      live.clear()
    },
  }
}
