import { z } from 'zod'
import { readEdgeFacts } from './edge-facts.ts'
import { isHtml } from './html-page.ts'
import type { ExpectedReply, Interpretation, ProbeReply } from './probe-request.ts'
import { readFailure } from './reply-failure.ts'
import type { ReplySigns } from './reply-signs.ts'
import { ENGINE_REPORT_HEADER, NONCE_HEADER, PROOF_HEADER } from './report-headers.ts'
import { type InstanceReport, instanceReport } from './sample.ts'

/** What fixtures/hello answers. Loose: a user may add fields of his own and keep being measured. */
export const functionReport = z.looseObject({
  message: z.string(),
  nonce: z.string().exactOptional(),
  instance: instanceReport.omit({ reportedBy: true }).strip(),
  /** How long after the first byte of the reply the engine wrote this, ms: a background function's caller is answered first. */
  afterAnswerMs: z.number().nonnegative().exactOptional(),
})

/**
 * Reads the function's own report out of a reply body.
 * @param nonce what was sent with the request; a report that echoes another one is of another invocation
 * @param expected `html` where the function renders a page, which then is no error
 * @returns `instance` when the body is our report; `error` (kind `protocol`) for HTML, malformed JSON and a
 * wrong nonce; neither when the body is something else, which means the function reports nothing
 */
export function readFunctionReport(
  body: Uint8Array | string,
  nonce: string,
  expected?: ExpectedReply['type'],
): Interpretation {
  const { report, error } = parseReport(body, expected)
  if (report) return checkNonce(report, nonce)
  return error === undefined ? {} : { error: { kind: 'protocol', message: error } }
}

function checkNonce(
  { afterAnswerMs, ...report }: Pick<z.infer<typeof functionReport>, 'nonce' | 'instance' | 'afterAnswerMs'>,
  nonce: string,
): Interpretation {
  if (report.nonce === nonce)
    return afterAnswerMs === undefined
      ? { instance: { ...report.instance, reportedBy: 'function' } }
      : { instance: { ...report.instance, reportedBy: 'engine' }, afterAnswerMs }
  const message =
    report.nonce === undefined
      ? 'the reply does not echo the nonce, so it may be of another invocation'
      : 'the reply echoes the nonce of another request: a cached or repeated reply'
  return { error: { kind: 'protocol', message } }
}

const DECODER = new TextDecoder()

function parseReport(
  body: Uint8Array | string,
  expected?: ExpectedReply['type'],
): { report?: z.infer<typeof functionReport>; error?: string } {
  const text = (typeof body === 'string' ? body : DECODER.decode(body)).trim()
  const html = isHtml(text)
  if (expected === 'html')
    return html || /^<[a-z]/i.test(text)
      ? {}
      : { error: `no HTML page, although one was expected: ${excerpt(text) || 'an empty body'}` }
  if (html) return { error: `HTML instead of the function: ${excerpt(text)}` }
  if (!/^[{["]/.test(text)) return {}
  const json = parseJson(text)
  if (json === undefined) return { error: `malformed JSON: ${excerpt(text)}` }
  const report = functionReport.safeParse(json)
  return report.success ? { report: report.data } : {}
}

/**
 * Reads the report that the local engine took from outside, if the reply carries one; without the nonce of the request
 * anybody may have written it, or a cache kept it.
 */
export function readEngineReport(headers: ProbeReply['headers'], nonce: string): Interpretation {
  const header = headers[ENGINE_REPORT_HEADER]
  if (header === undefined || headers[NONCE_HEADER] !== nonce) return {}
  const report = instanceReport.safeParse(parseJson(header))
  return report.success ? { instance: { ...report.data, reportedBy: 'engine' } } : {}
}

const proof = z.object({
  nonce: z.string().exactOptional(),
  instance: instanceReport.omit({ reportedBy: true }),
})

/**
 * Reads what the wrapper in a deployed package says of the instance; with the nonce of another request the reply is a
 * kept one.
 * @returns undefined where the reply says nothing of the kind
 */
function readProof(headers: ProbeReply['headers'], nonce: string): Interpretation | undefined {
  const header = headers[PROOF_HEADER]
  if (header === undefined) return undefined
  const read = proof.safeParse(parseJson(header))
  if (!read.success) return undefined
  const checked = checkNonce(read.data, nonce)
  return checked.instance ? { instance: { ...checked.instance, reportedBy: 'wrapper' } } : checked
}

/**
 * All there is to read in an HTTP reply, whoever sent it: a failure first (see `readFailure`), then the
 * function's own report, then the engine's report from outside.
 * @param signs by which platforms' own replies are told; what they say about the request is `platform`
 */
export function interpretHttpReply(
  reply: ProbeReply,
  nonce: string,
  signs: readonly ReplySigns[] = [],
): Interpretation {
  const platform = readEdgeFacts(reply, signs)
  const read = readReport(reply, nonce, signs)
  return platform ? { ...read, platform } : read
}

function readReport(reply: ProbeReply, nonce: string, signs: readonly ReplySigns[]): Interpretation {
  const fromOutside = readEngineReport(reply.headers, nonce)
  const around = fromOutside.instance ? fromOutside : readProof(reply.headers, nonce)
  const error = readFailure(reply, signs, around?.instance !== undefined)
  if (error) return { error }
  if (around && !parseReport(reply.body).report) return around
  const own = readFunctionReport(reply.body, nonce, reply.request.expect?.type)
  if (!own.instance) return own
  return { ...own, instance: { ...own.instance, ...seenFromOutsideAlone(own.instance, fromOutside) } }
}

/** What a function cannot know of itself; a Worker, which is not told when it was started, knows nothing but who it is. */
function seenFromOutsideAlone(own: InstanceReport, { instance }: Interpretation): Partial<InstanceReport> {
  if (instance && own.startedAt === undefined) return { ...instance, id: own.id, reportedBy: 'function' }
  const { competing, reads } = instance ?? {}
  return { ...(competing !== undefined && { competing }), ...(reads && { reads }) }
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
