import { randomBytes } from 'node:crypto'
import { makeFunctionEvent } from '../function-event.ts'
import { type FrontRequest, readBody, reportHeaders, send } from './front-request.ts'
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
    'content-type': 'text/plain',
    'x-cloud-trace-context': randomBytes(16).toString('hex'),
  }
  const lease = pool.lease()
  if (!lease) {
    req.resume()
    return send(res, 429, headers, 'Rate exceeded.')
  }
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return send(res, 413, headers, 'Request Entity Too Large')
  }
  const outcome = await lease.invoke(makeFunctionEvent(pool.options.name, makeLauncherEvent(asked, body)))
  const all = { ...headers, ...reportHeaders(outcome) }
  if (outcome.kind === 'timeout') return send(res, 504, all, 'upstream request timeout')
  if (outcome.kind !== 'reply') return send(res, 503, all, 'Service Unavailable')
  await sendStreamed(res, outcome, all)
}
