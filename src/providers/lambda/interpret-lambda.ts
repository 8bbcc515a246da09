import { interpretHttpReply, readFunctionReport } from '../../core/function-report.ts'
import { readLambdaLog } from '../../core/lambda-report.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../../core/probe-request.ts'
import { cleanAwsWords } from './aws-error.ts'

/**
 * Reads a reply of the Invoke operation (function's result as the body, log tail and errors in headers) or of a
 * function URL (the function's own HTTP reply).
 */
export function interpretLambdaReply(reply: ProbeReply, nonce: string): Interpretation {
  const isInvoke = /\/functions\/[^/]+\/invocations(\?|$)/.test(reply.request.url)
  return isInvoke ? interpretInvoke(reply, nonce) : interpretHttpReply(reply, nonce)
}

function interpretInvoke(reply: ProbeReply, nonce: string): Interpretation {
  if (reply.error) return { error: reply.error }
  const refused = readRefusal(reply)
  if (refused) return { error: refused }
  const log = reply.headers['x-amz-log-result']
  const platform = log ? readLambdaLog(log, reply.headers['x-amzn-requestid'])?.platform : undefined
  const own = readFunctionError(reply) ?? readResult(reply, nonce)
  return { ...own, ...(platform && { platform }) }
}

/** Lambda's own no: the function was not run. */
function readRefusal(reply: ProbeReply): ProbeError | undefined {
  const { status = 0, headers } = reply
  if (status >= 200 && status < 300) return undefined
  const { Message, message, Reason } = parseObject(reply.body)
  const name = headers['x-amzn-errortype']?.split(':')[0] ?? `status ${status}`
  const words = cleanAwsWords(String(Message ?? message ?? ''))
  const said = [name, Reason, words].filter(Boolean).join(': ')
  return { kind: status === 429 ? 'throttled' : 'platform', message: said }
}

/** The function threw, timed out or could not be loaded: HTTP 200 all the same. */
function readFunctionError(reply: ProbeReply): Interpretation | undefined {
  if (!reply.headers['x-amz-function-error']) return undefined
  const { errorType, errorMessage } = parseObject(reply.body)
  const message = [errorType, errorMessage].filter(Boolean).join(': ') || 'the function failed'
  return { error: { kind: 'function', message: message.slice(0, 300) } }
}

/** A function made for a URL wraps its body in `{ statusCode, body }`; ours, invoked directly, does not. */
function readResult(reply: ProbeReply, nonce: string): Interpretation {
  const { statusCode, body } = parseObject(reply.body)
  if (typeof statusCode === 'number' && statusCode >= 400)
    return { error: { kind: 'function', message: `the function answered status ${statusCode}` } }
  return readFunctionReport(typeof body === 'string' ? body : reply.body, nonce)
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
