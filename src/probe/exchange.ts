import { parseUrl } from '../core/parse-url.ts'
import type { ProbeRequest } from '../core/probe-request.ts'
import type { Connection } from './connection.ts'
import type { Deadline } from './deadline.ts'
import { type Exchange, ReplyCollector } from './reply-collector.ts'

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
    const url = parseUrl(request.url)
    connection.client.dispatch(
      {
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
        body: request.body,
      },
      collector,
    )
  })
}
