import { type ExpectedStatus, isExpectedStatus, listStatuses } from '../../core/expected-status.ts'
import { interpretHttpReply } from '../../core/function-report.ts'
import type { Interpretation, ProbeError, ProbeReply } from '../../core/probe-request.ts'
import { readFailureWords } from '../../core/report-headers.ts'
import { readLambdaLog } from './log-report.ts'

/**
 * Reads the reply of Lambda's Invoke, from AWS or from the local engine: the function's report in the payload, the
 * platform's in the log tail, and a function that failed, which Lambda answers with status 200.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function interpretLambdaReply(whole: ProbeReply, nonce: string): Interpretation {
  const { head, reply } = splitStream(whole)
  const tail = reply.headers['x-amz-log-result']
  const log = tail === undefined ? undefined : readLambdaLog(tail, reply.headers['x-amzn-requestid'])
  const platform = log === undefined ? {} : { platform: log.platform }
  const failure = readFunctionError(reply, head, log?.status)
  return failure
    ? { error: failure, ...platform }
    : { ...interpretHttpReply(ofInvoke(reply), nonce), ...platform }
}

/** Between head and body of what `HttpResponseStream.from` sends. */
const DELIMITER = Buffer.alloc(8)

/**
 * A function that streams an HTTP reply has it passed on by Invoke as it is: a head in JSON, eight zeros, the body.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/stream/http-response-stream.ts
 */
function splitStream(whole: ProbeReply): { readonly head?: string; readonly reply: ProbeReply } {
  const bytes = Buffer.from(whole.body)
  const end = bytes.indexOf(DELIMITER)
  const head = bytes.subarray(0, Math.max(0, end)).toString()
  if (parse(head) === undefined) return { reply: whole }
  return { head, reply: { ...whole, body: bytes.subarray(end + DELIMITER.length) } }
}

/** The status of an Invoke is Lambda's own; the one that the user expects is in the result. */
function ofInvoke(reply: ProbeReply): ProbeReply {
  const { expect: _, ...request } = reply.request
  return { ...reply, request }
}

/** A timeout is known by the platform's words only: a user's error may say whatever it likes. */
function readFunctionError(
  reply: ProbeReply,
  head: string | undefined,
  logStatus: string | undefined,
): ProbeError | undefined {
  const kind = reply.headers['x-amz-function-error']
  if (reply.error || reply.status !== 200) return undefined
  const text = new TextDecoder().decode(reply.body)
  if (kind === undefined) return readFailedResult(head ?? text, reply.request.expect?.status)
  const { errorType, errorMessage } = parsePayload(text)
  const isOldTimeout =
    errorType === undefined && /\bTask timed out after [\d.]+ seconds$/.test(errorMessage ?? '')
  const isTimeout = logStatus === 'timeout' || errorType === 'Sandbox.Timedout' || isOldTimeout
  const words = [errorType, errorMessage].filter((part) => part !== undefined).join(': ')
  return {
    kind: isTimeout ? 'timeout' : 'function',
    message: readFailureWords(reply.headers) ?? (words || `function error (${kind})`),
  }
}

/** A result in the shape of an HTTP reply that says it failed: the function worked, and has no good news. */
function readFailedResult(text: string, expected?: ExpectedStatus): ProbeError | undefined {
  const [, code] = /"statusCode"\s*:\s*"?(\d{3})\b/.exec(text) ?? []
  if (code === undefined) return undefined
  const result = parse(text)
  if (Number(result?.statusCode) !== Number(code)) return undefined
  if (isExpectedStatus(Number(code), expected) || (expected === undefined && Number(code) < 400))
    return undefined
  const wanted = expected === undefined ? '' : `, where ${listStatuses(expected)} was expected`
  const words = typeof result?.body === 'string' ? result.body.replace(/\s+/g, ' ').trim() : ''
  const shown = words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words
  return { kind: 'status', message: `it answered statusCode ${code}${wanted}${shown && `: ${shown}`}` }
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

/** The fields of a failed invocation's payload that are words. */
function parsePayload(text: string): { readonly errorType?: string; readonly errorMessage?: string } {
  const fields = Object.entries(parse(text) ?? {})
  return Object.fromEntries(fields.filter(([, field]) => typeof field === 'string' && field !== ''))
}
