import type { HttpFields } from '../../core/http1-fields.ts'
import { HeadReader } from '../http1/request-head.ts'

/** A request that came in one piece. */
export interface WholeRequest {
  readonly method: string
  readonly target: string
  readonly fields: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What a request may say of its connection and be no more than a request on a connection that is kept. */
const PLAIN_FIELDS = [
  'upgrade',
  'expect',
  'transfer-encoding',
  'trailer',
  'te',
  'http2-settings',
  'proxy-connection',
]

/** Finds the requests of a connection that are whole and plain, so that no server of the web could take them in another way. */
export class WholeRequestReader {
  readonly #heads = new HeadReader()
  /** Found to be plain last. */
  #plain: Readonly<HttpFields> | undefined

  /** @returns undefined where these bytes are not one such request, and nothing else */
  read(bytes: Buffer): WholeRequest | undefined {
    const read = this.#readHead(bytes)
    if (!read) return undefined
    const { head, framing, bodyAt } = read
    const { method, target, fields, isOld } = head
    if (isOld || !head.keepsConnection || bytes.length !== bodyAt + Number(framing)) return undefined
    if (fields !== this.#plain && !isPlain(fields)) return undefined
    this.#plain = fields
    return { method, target, fields: fields as WholeRequest['fields'], body: bytes.subarray(bodyAt) }
  }

  #readHead(bytes: Buffer) {
    try {
      return this.#heads.read(bytes)
    } catch {
      return undefined
    }
  }
}

/** No field comes twice, and none is about the connection or the way of the body. */
function isPlain(fields: Readonly<HttpFields>): boolean {
  const { connection = 'keep-alive' } = fields
  if (typeof connection !== 'string' || connection.toLowerCase() !== 'keep-alive') return false
  if (PLAIN_FIELDS.some((name) => Object.hasOwn(fields, name))) return false
  const values = Object.values(fields)
  return values.length <= MOST_FIELDS && values.every((value) => typeof value === 'string')
}

/** Below any limit on their number that a server has. */
const MOST_FIELDS = 100
