import { ColdstartError } from '../core/errors.ts'
import type { Network } from '../core/network.ts'
import type { ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './provider.ts'

/** A connection whose measured requests go the way that the environment prescribes for their addresses. */
export function routedConnection(connection: Connection, network: Network): Connection {
  const { connectOnly } = connection
  return {
    ...connection,
    request: async (...asked) => routed(await connection.request(...asked), network),
    ...(connectOnly && {
      async connectOnly(target) {
        const request = await connectOnly(target)
        return request && routed(request, network)
      },
    }),
  }
}

function routed(request: ProbeRequest, network: Network): ProbeRequest {
  const { authorities } = network
  const via = routeOf(request.url, 'The function', network)
  // Without TLS on its way nobody is to be trusted.
  if (!via && (!authorities || request.url.startsWith('http:'))) return request
  return {
    ...request,
    ...(authorities && { certificateAuthority: authorities.pem, certificateAuthorityFrom: authorities.from }),
    ...(via && { via }),
    ...(via?.authorization && { secrets: [...(request.secrets ?? []), via.authorization] }),
  }
}

/**
 * The proxy by which an address would be measured; undefined where it is reached directly.
 * @param what stands at the address, for the refusal
 * @throws ColdstartError `behind-proxy` unless `--through-proxy` was given; `bad-proxy`
 */
export function routeOf(address: string, what: string, network: Network): ProbeRequest['via'] {
  const via = network.proxyFor(address)
  if (!via || network.throughProxy) return via
  const { hostname: host } = new URL(address)
  throw new ColdstartError('behind-proxy', { what, host, proxy: via.shown, variable: via.variable })
}
