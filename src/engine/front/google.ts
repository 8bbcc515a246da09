import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { cloudEventHeaders, isCloudEvent } from '../../workload/cloud-event.ts'
import { makeFunctionEvent } from '../function-event.ts'
import { type FrontRequest, type Headers, readBody, reportHeaders, send } from './front-request.ts'
import { sendStreamed } from './http-reply.ts'
import { makeLauncherEvent } from './vercel.ts'

/** https://cloud.google.com/functions/quotas, bytes. */
const BODY_LIMIT = 10 * 1024 * 1024

/**
 * A function on Google Cloud (2nd generation, Cloud Run underneath). Errors thrown by the function are answered by
 * the Functions Framework itself; what is left is the platform's.
 * https://cloud.google.com/run/docs/troubleshooting
 */
export async function answerGoogle(asked: FrontRequest): Promise<void> {
  const { req, res, pool } = asked
  const headers = {
    server: 'Google Frontend',
    'x-cloud-trace-context': randomBytes(16).toString('hex'),
  }
  const lease = pool.lease()
  if (!lease) {
    req.resume()
    return sendText(res, 429, headers, 'Rate exceeded.')
  }
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return sendText(res, 413, headers, 'Request Entity Too Large')
  }
  const event = pool.options.form === 'cloudevent' ? eventHeaders(asked) : undefined
  const outcome = await lease.invoke(
    makeFunctionEvent(pool.options.name, makeLauncherEvent(asked, body, event)),
  )
  const all = { ...headers, ...reportHeaders(outcome, asked.req) }
  if (outcome.kind === 'timeout') return sendText(res, 504, all, 'upstream request timeout')
  if (outcome.kind !== 'reply') return sendText(res, 503, all, 'Service Unavailable')
  await sendStreamed(res, outcome, all)
}

function sendText(res: ServerResponse, status: number, headers: Headers, text: string): void {
  send(res, status, { 'content-type': 'text/plain', ...headers }, text)
}

/** For a request that is no event: its body, or nothing, is the data of one. */
function eventHeaders({ req }: FrontRequest): Record<string, string> | undefined {
  return isCloudEvent(req.headers) ? undefined : cloudEventHeaders()
}
