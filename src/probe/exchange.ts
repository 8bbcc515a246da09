import type { ProbeError, ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'
import { ReplyCollector } from './reply-collector.ts'

/** What one exchange on an open connection gave; moments are in the connection's stamps. */
export interface Exchange {
  readonly status?: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly bytes: number
  /** Arrival of the reply's first and last byte, monotonic ms; NaN when it did not get that far. */
  readonly firstByteMs: number
  readonly lastByteMs: number
  readonly error?: ProbeError
}

/**
 * Sends one request and collects its reply by callbacks. Resolves in every case, a turn after the last byte so
 * that bytes beyond the reply's end are noticed. PROBE method, point 5.
 */
export function exchange(
  connection: Connection,
  request: ProbeRequest,
  maxBodyBytes: number,
  deadline: Deadline,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const collector = new ReplyCollector(connection, maxBodyBytes, deadline, resolve)
    connection.reset()
    deadline.enter('wait')
    const url = new URL(request.url)
    connection.client.dispatch(
      {
        origin: connection.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      },
      collector,
    )
  })
}
