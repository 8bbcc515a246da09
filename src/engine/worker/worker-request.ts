import { LOAD_HEADER } from '../../core/report-headers.ts'

/** An HTTP request on its way to a Worker. */
export interface WorkerRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The payload of an event for a Worker: a line of JSON for the head, then the body as it is. */
export function writeWorkerRequest({ body, headers: given, ...head }: WorkerRequest): Buffer {
  // To load it is the engine's to say.
  const { connection: _, 'transfer-encoding': __, [LOAD_HEADER]: ___, ...headers } = given
  const all = body.length > 0 ? { ...headers, 'content-length': String(body.length) } : headers
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, headers: all })}\n`), body])
}

/** Reads what `writeWorkerRequest` wrote. */
export function readWorkerRequest(payload: Buffer | string): WorkerRequest {
  const bytes = Buffer.from(payload)
  const end = bytes.indexOf('\n')
  const head = JSON.parse(bytes.toString('utf8', 0, end)) as Omit<WorkerRequest, 'body'>
  return { ...head, body: bytes.subarray(end + 1) }
}
