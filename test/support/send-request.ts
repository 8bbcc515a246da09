import type { Clock } from '../../src/core/clock.ts'
import type { ProbeReply, ProbeRequest } from '../../src/core/probe-request.ts'

/**
 * Sends a probe's request without measuring anything, for tests of what providers ask and read.
 * @param clock what the reply is dated by: the clock of whoever reads it
 */
export async function sendRequest(request: ProbeRequest, clock: Clock): Promise<ProbeReply> {
  const startedAt = new Date(clock.wallMs()).toISOString()
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    ...(request.body === undefined ? {} : { body: request.body as string }),
  })
  const body = new Uint8Array(await response.arrayBuffer())
  return {
    request,
    startedAt,
    endedAtEpochMs: clock.wallMs(),
    connection: 'fresh',
    phases: {},
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body,
    bytes: body.length,
  }
}
