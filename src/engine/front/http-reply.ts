import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FunctionReply } from '../function-event.ts'
import { wholeBody } from '../whole-body.ts'
import { type Headers, send, setHeaders } from './front-request.ts'

/** What a function says of its HTTP reply: the shape shared by Lambda's proxy format and Netlify. */
export interface HttpMetadata {
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, unknown>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly unknown[]>>
  readonly cookies?: readonly string[]
}

/** A whole reply as Lambda functions give it, its body in the result. */
export interface BufferedHttpReply extends HttpMetadata {
  readonly body?: unknown
  readonly isBase64Encoded?: boolean
}

const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response'
const PRELUDE_END = Buffer.alloc(8)

/** The JSON value that a function returned. */
export async function readJsonReply(reply: FunctionReply): Promise<unknown> {
  return JSON.parse((await wholeBody(reply.body)).toString() || 'null')
}

/** Answers the caller with a reply that came as one JSON object. */
export function sendBuffered(res: ServerResponse, reply: BufferedHttpReply, extra: Headers): void {
  const isBase64 = reply.isBase64Encoded === true
  const text =
    typeof reply.body === 'string' ? reply.body : reply.body === undefined ? '' : JSON.stringify(reply.body)
  send(
    res,
    // As text, too: `statusCode: '200'` is answered as it is meant.
    Number(reply.statusCode ?? 200),
    { ...flatten(reply), ...extra },
    isBase64 ? Buffer.from(text, 'base64') : text,
  )
}

/**
 * Answers the caller with a streamed reply as it comes: metadata (JSON, then eight NUL bytes) when the content
 * type announces it, then the body. A reply that breaks off closes the caller's connection.
 */
export async function sendStreamed(res: ServerResponse, reply: FunctionReply, extra: Headers): Promise<void> {
  const body = Buffer.isBuffer(reply.body) ? Readable.from([reply.body], { objectMode: false }) : reply.body
  const { metadata, rest } = reply.head
    ? { metadata: reply.head, rest: undefined }
    : reply.contentType === HTTP_INTEGRATION
      ? await takePrelude(body)
      : { metadata: { headers: { 'content-type': reply.contentType } }, rest: undefined }
  setHeaders(res, { ...flatten(metadata), ...extra })
  res.statusCode = metadata.statusCode ?? 200
  // Nothing comes after such a head: who has read it may ask again, and the environment is to be free by then.
  const isBare = res.req.method === 'HEAD' || res.statusCode === 204 || res.statusCode === 304
  const isBegun = rest !== undefined && rest.length > 0
  if (!isBare && isBegun) res.write(rest)
  // What is there of the body takes the head with it, in one write.
  else if (!isBare && body.readableLength === 0) res.flushHeaders()
  await passOn(body, res, isBare)
}

/** Passes a body on as it comes. A caller who leaves breaks nothing: the rest is read and forgotten. */
function passOn(body: Readable, res: ServerResponse, isBare: boolean): Promise<void> {
  return new Promise((resolve) => {
    let isWhole = false
    body.once('end', () => {
      isWhole = true
      res.end()
    })
    body.on('error', () => {})
    body.once('close', () => {
      if (!isWhole) res.destroy()
      resolve()
    })
    res.once('close', () => {
      body.unpipe(res)
      body.resume()
      resolve()
    })
    if (isBare) body.resume()
    else body.pipe(res, { end: false })
  })
}

/** @throws Error when there is no metadata; what is left of the body is then read and forgotten */
async function takePrelude(body: Readable): Promise<{ metadata: HttpMetadata; rest: Buffer | undefined }> {
  let seen: Buffer = Buffer.alloc(0)
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    seen = Buffer.concat([seen, chunk as Buffer])
    const end = seen.indexOf(PRELUDE_END)
    if (end < 0) continue
    return {
      metadata: parseMetadata(seen.subarray(0, end), body),
      rest: seen.subarray(end + PRELUDE_END.length),
    }
  }
  throw new Error('a streamed reply ended before its metadata')
}

function parseMetadata(bytes: Buffer, body: Readable): HttpMetadata {
  try {
    return JSON.parse(bytes.toString()) as HttpMetadata
  } catch {
    body.resume()
    throw new Error('the metadata of a streamed reply is not JSON')
  }
}

function flatten(reply: HttpMetadata): Headers {
  const single = Object.entries(reply.headers ?? {}).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(String) : String(value),
  ])
  const many = Object.entries(reply.multiValueHeaders ?? {}).map(([name, values]) => [
    name,
    values.map(String),
  ])
  return {
    ...Object.fromEntries([...single, ...many]),
    ...(reply.cookies && { 'set-cookie': reply.cookies.map(String) }),
  }
}
