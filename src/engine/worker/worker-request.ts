/** An HTTP request on its way to a Worker. */
export interface WorkerRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The payload of an event for a Worker: a line of JSON for the head, then the body as it is. */
export function writeWorkerRequest({ body, headers: given, ...head }: WorkerRequest): Buffer {
  const { connection: _, 'transfer-encoding': __, ...headers } = given
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
