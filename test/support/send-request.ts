import type { ProbeReply, ProbeRequest } from '../../src/core/probe-request.ts'

/** Sends a probe's request without measuring anything, for tests of what providers ask and read. */
export async function sendRequest(request: ProbeRequest): Promise<ProbeReply> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    ...(request.body === undefined ? {} : { body: request.body as string }),
  })
  const body = new Uint8Array(await response.arrayBuffer())
  return {
    request,
    startedAt: new Date().toISOString(),
    endedAtEpochMs: Date.now(),
    connection: 'fresh',
    phases: {},
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body,
    bytes: body.length,
  }
}
