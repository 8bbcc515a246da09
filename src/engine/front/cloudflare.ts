import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { makeFunctionEvent } from '../function-event.ts'
import { writeWorkerRequest } from '../worker/worker-request.ts'
import {
  type FrontRequest,
  type Headers,
  joinedHeaders,
  readBody,
  reportHeaders,
  send,
} from './front-request.ts'
import { sendStreamed } from './http-reply.ts'

/** https://developers.cloudflare.com/workers/platform/limits/#request-limits, bytes, on the plans below Business. */
const BODY_LIMIT = 100 * 1024 * 1024

/**
 * A Worker. Failures are answered with Cloudflare's codes: 1101 for what a Worker throws, 1102 for one that went beyond its
 * limits.
 * https://developers.cloudflare.com/workers/observability/errors/
 */
export async function answerCloudflare(asked: FrontRequest): Promise<void> {
  const { req, res, pool, path } = asked
  const headers = { server: 'cloudflare', 'cf-ray': `${randomBytes(8).toString('hex')}-LOCAL` }
  const lease = pool.lease()
  if (!lease) {
    req.resume()
    return sendCode(res, 429, headers, 1015)
  }
  const body = await readBody(req, BODY_LIMIT)
  if (body === undefined) {
    lease.release()
    return send(res, 413, { 'content-type': 'text/plain', ...headers }, 'Payload Too Large')
  }
  const head = { method: req.method ?? 'GET', path, headers: joinedHeaders(req) }
  const payload = writeWorkerRequest({ ...head, body })
  const outcome = await lease.invoke(makeFunctionEvent(pool.options.name, payload))
  const all = { ...headers, ...reportHeaders(outcome, req) }
  if (outcome.kind === 'reply') return sendStreamed(res, outcome, all)
  if (outcome.kind === 'timeout') return sendCode(res, 503, all, 1102)
  sendCode(res, 500, all, 1101)
}

function sendCode(res: ServerResponse, status: number, headers: Headers, code: number): void {
  send(res, status, { 'content-type': 'text/plain; charset=UTF-8', ...headers }, `error code: ${code}`)
}
