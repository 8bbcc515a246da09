import { z } from 'zod'
import type { Interpretation, ProbeReply } from './probe-request.ts'
import { readFailure } from './reply-failure.ts'
import { ENGINE_REPORT_HEADER } from './report-headers.ts'
import { instanceReport } from './sample.ts'

/** What fixtures/hello answers. Loose: a user may add fields of his own and keep being measured. */
export const functionReport = z.looseObject({
  message: z.string(),
  nonce: z.string().exactOptional(),
  instance: instanceReport.omit({ reportedBy: true }).strip(),
})

/**
 * Reads the function's own report out of a reply body.
 * @param nonce what was sent with the request; a report that echoes another one is of another invocation
 * @returns `instance` when the body is our report; `error` (kind `protocol`) for HTML, malformed JSON and a
 * wrong nonce; neither when the body is something else, which means the function reports nothing
 */
export function readFunctionReport(body: Uint8Array | string, nonce: string): Interpretation {
  const { report, error } = parseReport(body)
  if (report) return checkNonce(report, nonce)
  return error === undefined ? {} : { error: { kind: 'protocol', message: error } }
}

function checkNonce(report: z.infer<typeof functionReport>, nonce: string): Interpretation {
  if (report.nonce === nonce) return { instance: { ...report.instance, reportedBy: 'function' } }
  const message =
    report.nonce === undefined
      ? 'the reply does not echo the nonce, so it may be of another invocation'
      : 'the reply echoes the nonce of another request: a cached or repeated reply'
  return { error: { kind: 'protocol', message } }
}

function parseReport(body: Uint8Array | string): { report?: z.infer<typeof functionReport>; error?: string } {
  const text = (typeof body === 'string' ? body : new TextDecoder().decode(body)).trim()
  if (/^<(!doctype|html|head|body)\b/i.test(text))
    return { error: `HTML instead of the function: ${excerpt(text)}` }
  if (!/^[{["]/.test(text)) return {}
  const json = parseJson(text)
  if (json === undefined) return { error: `malformed JSON: ${excerpt(text)}` }
  const report = functionReport.safeParse(json)
  return report.success ? { report: report.data } : {}
}

/** Reads the report that the local engine took from outside, if the reply carries one. */
export function readEngineReport(headers: ProbeReply['headers']): Interpretation {
  const header = headers[ENGINE_REPORT_HEADER]
  if (header === undefined) return {}
  const report = instanceReport.safeParse(parseJson(header))
  return report.success ? { instance: { ...report.data, reportedBy: 'engine' } } : {}
}

/**
 * All there is to read in an HTTP reply, whoever sent it: a failure first (see `readFailure`), then the
 * function's own report, then the engine's report from outside. A platform's own words are the provider's to add.
 */
export function interpretHttpReply(reply: ProbeReply, nonce: string): Interpretation {
  const error = readFailure(reply)
  if (error) return { error }
  const fromOutside = readEngineReport(reply.headers)
  if (fromOutside.instance && !parseReport(reply.body).report) return fromOutside
  return readFunctionReport(reply.body, nonce)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 80)}…` : line
}
