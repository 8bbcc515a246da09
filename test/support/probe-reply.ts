import type { ProbeReply, ProbeRequest } from '../../src/core/probe-request.ts'

/** A reply as the probe hands it over; give what the test is about. */
export function probeReply(given: Partial<Omit<ProbeReply, 'body'>> & { body?: unknown } = {}): ProbeReply {
  const { body, ...rest } = given
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body ?? {}))
  const request: ProbeRequest = { url: 'https://example.test/', method: 'GET', headers: {} }
  return {
    request,
    startedAt: '2026-11-23T00:00:00.000Z',
    endedAtEpochMs: Date.UTC(2026, 10, 23),
    connection: 'fresh',
    phases: { waitMs: 10, totalMs: 12 },
    status: 200,
    httpVersion: '1.1',
    headers: {},
    body: bytes,
    bytes: bytes.length,
    ...rest,
  }
}
