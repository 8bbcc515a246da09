import { messageOf } from '../core/errors.ts'
import type { ProbeReply, ProbeRequest } from '../core/probe-request.ts'
import { withoutRequestSecrets } from '../core/request-secrets.ts'
import type { ProviderContext } from './provider.ts'

const TIMEOUT_MS = 30_000

/**
 * Sends a request whose time nobody looks at: to verify a deployment before it is measured. Measured
 * requests are the probe's business. The reply does not quote the request's secrets. A connection that fails is a reply with an error, as the probe gives it.
 */
export async function callOnce(request: ProbeRequest, context: ProviderContext): Promise<ProbeReply> {
  const startedAtMs = context.clock.wallMs()
  const base = {
    request,
    startedAt: new Date(startedAtMs).toISOString(),
    connection: 'fresh',
    phases: {},
  } as const
  try {
    const response = await context.network.fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      redirect: 'manual',
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const body = new Uint8Array(await response.arrayBuffer())
    const headers = Object.fromEntries(response.headers)
    const endedAtEpochMs = context.clock.wallMs()
    const { status } = response
    return withoutRequestSecrets({ ...base, status, headers, body, bytes: body.length, endedAtEpochMs })
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const failed = { kind: 'connect', message: messageOf(cause) } as const
    const empty = { headers: {}, body: new Uint8Array(), bytes: 0 }
    return { ...base, ...empty, endedAtEpochMs: context.clock.wallMs(), error: failed }
  }
}
