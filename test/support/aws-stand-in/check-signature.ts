import { createHash, createHmac } from 'node:crypto'
import { AwsRefusal } from './aws-refusal.ts'
import type { AwsCall } from './read-call.ts'

export interface KnownKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * Computes the signature anew, by AWS's description of Signature Version 4 and by no SDK's code.
 * @throws AwsRefusal `InvalidSignatureException`, which echoes the canonical request as AWS does
 */
export function checkSignature(call: AwsCall, key: KnownKey): void {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      call.headers.authorization ?? '',
    )
  const [, accessKeyId, scope = '', signedHeaders = '', signature] = found ?? []
  if (accessKeyId !== key.accessKeyId)
    throw new AwsRefusal(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  if (key.sessionToken && call.headers['x-amz-security-token'] !== key.sessionToken)
    throw new AwsRefusal(
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  const stamp = String(call.headers['x-amz-date'])
  const canonical = canonicalRequest(call, signedHeaders)
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')
  if (hmac(signingKey(key.secretAccessKey, scope), toSign).toString('hex') !== signature)
    throw new AwsRefusal(
      403,
      'InvalidSignatureException',
      `The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been\n'${canonical}'`,
    )
}

function canonicalRequest(call: AwsCall, signedHeaders: string): string {
  const [path = '/', query = ''] = call.url.split('?')
  const names = signedHeaders.split(';')
  if (!names.includes('host') || !names.includes('x-amz-date'))
    throw new AwsRefusal(403, 'InvalidSignatureException', 'host and x-amz-date must be signed')
  const headers = names.map(
    (name) =>
      `${name}:${String(call.headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  )
  return [
    call.method,
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders,
    call.headers['x-amz-content-sha256'] ?? sha256(call.body),
  ].join('\n')
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .sort()
    .join('&')
}

function signingKey(secret: string, scope: string): Buffer {
  return scope.split('/').reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`))
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
