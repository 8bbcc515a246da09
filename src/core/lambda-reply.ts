import { interpretHttpReply } from './function-report.ts'
import { readLambdaLog } from './lambda-report.ts'
import type { Interpretation, ProbeError, ProbeReply } from './probe-request.ts'

/**
 * Reads the reply of Lambda's Invoke, from AWS or from the local engine: the function's report in the payload, the
 * platform's in the log tail, and a function that failed, which Lambda answers with status 200.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function interpretLambdaReply(reply: ProbeReply, nonce: string): Interpretation {
  const tail = reply.headers['x-amz-log-result']
  const log = tail === undefined ? undefined : readLambdaLog(tail, reply.headers['x-amzn-requestid'])
  const platform = log === undefined ? {} : { platform: log.platform }
  const failure = readFunctionError(reply)
  return failure ? { error: failure, ...platform } : { ...interpretHttpReply(reply, nonce), ...platform }
}

function readFunctionError(reply: ProbeReply): ProbeError | undefined {
  const kind = reply.headers['x-amz-function-error']
  if (reply.error || reply.status !== 200) return undefined
  const text = new TextDecoder().decode(reply.body)
  if (kind === undefined) return readFailedResult(text)
  const isTimeout = /Task timed out|Sandbox\.Timedout/.test(text)
  return {
    kind: isTimeout ? 'timeout' : 'function',
    message: describePayload(text) ?? `function error (${kind})`,
  }
}

/** A result in the shape of an HTTP reply that says it failed: the function worked, and has no good news. */
function readFailedResult(text: string): ProbeError | undefined {
  const [, code] = /"statusCode"\s*:\s*"?([45]\d\d)\b/.exec(text) ?? []
  if (code === undefined) return undefined
  const result = parse(text)
  if (Number(result?.statusCode) !== Number(code)) return undefined
  const words = typeof result?.body === 'string' ? result.body.replace(/\s+/g, ' ').trim() : ''
  const shown = words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words
  return { kind: 'function', message: `it answered statusCode ${code}${shown && `: ${shown}`}` }
}

const LONGEST_WORDS = 160

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function describePayload(text: string): string | undefined {
  try {
    const { errorType, errorMessage } = JSON.parse(text) as { errorType?: string; errorMessage?: string }
    return [errorType, errorMessage].filter((part) => part !== undefined).join(': ') || undefined
  } catch {
    return undefined
  }
}
