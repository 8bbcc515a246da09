import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../../core/probe-request.ts'
import { cleanAwsWords } from './aws-error.ts'
import { interpretLambdaReply as interpretInvoke } from './invoke-reply.ts'
import { awsSigns } from './reply-signs.ts'

/**
 * Reads a reply of the Invoke operation (function's result as the body, log tail and errors in headers) or of a
 * function URL (the function's own HTTP reply).
 */
export function interpretLambdaReply(reply: ProbeReply, nonce: string): Interpretation {
  const isInvoke = /\/functions\/[^/]+\/invocations(\?|$)/.test(reply.request.url)
  if (!isInvoke) return interpretHttpReply(reply, nonce, [awsSigns])
  const refused = readRefusal(reply)
  return refused ? { error: refused } : interpretInvoke(unwrapped(reply), nonce)
}

/** Lambda's own no: the function was not run. */
function readRefusal(reply: ProbeReply): ProbeError | undefined {
  const { status = 0, headers } = reply
  if (reply.error || (status >= 200 && status < 300)) return undefined
  const { Message, message, Reason } = parseObject(reply.body)
  const name = headers['x-amzn-errortype']?.split(':')[0] ?? `status ${status}`
  const words = cleanAwsWords(String(Message ?? message ?? ''))
  const said = [name, Reason, words].filter(Boolean).join(': ')
  return { kind: status === 429 ? 'throttled' : 'platform', message: said }
}

/** A function made for a URL or a gateway answers `{ statusCode, body }`: its report is in the body. */
function unwrapped(reply: ProbeReply): ProbeReply {
  const { statusCode, body, isBase64Encoded } = parseObject(reply.body)
  const isFailure = Number(statusCode) >= 400 || reply.headers['x-amz-function-error'] !== undefined
  if (statusCode === undefined || typeof body !== 'string' || isFailure) return reply
  return { ...reply, body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8') }
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
