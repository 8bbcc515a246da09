import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

/** What a request is signed with. */
export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly service: string
  readonly region: string
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * Signs a request with AWS Signature Version 4.
 * @param wallMs the time it is signed for; AWS accepts it for five minutes around its own clock
 * @returns the headers to send, `host` left out because the client makes it from the URL
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function signRequest(
  request: UnsignedRequest,
  credentials: AwsCredentials,
  wallMs: number,
): Promise<Record<string, string>> {
  const url = new URL(request.url)
  const { service, region } = request
  const signer = new SignatureV4({ service, region, credentials: { ...credentials }, sha256: Sha256 })
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
    },
    { signingDate: new Date(wallMs) },
  )
  const { host: _, ...headers } = signed.headers
  return headers
}

/** SHA-256 and HMAC-SHA-256 in the shape the signer asks for, from Node's own OpenSSL. */
class Sha256 {
  private readonly key: Parameters<typeof createHmac>[1] | undefined
  private hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.key = key === undefined || typeof key === 'string' ? key : bytesOf(key)
    this.hash = this.start()
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(typeof data === 'string' ? data : bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest()
  }

  reset(): void {
    this.hash = this.start()
  }

  private start() {
    return this.key === undefined ? createHash('sha256') : createHmac('sha256', this.key)
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
