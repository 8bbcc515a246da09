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
  if (reply.error || reply.status !== 200 || kind === undefined) return undefined
  const text = new TextDecoder().decode(reply.body)
  const isTimeout = /Task timed out|Sandbox\.Timedout/.test(text)
  return {
    kind: isTimeout ? 'timeout' : 'function',
    message: describePayload(text) ?? `function error (${kind})`,
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
