import { type BodyFraming, LONGEST_HEAD_BYTES, readLength } from '../../core/http1-body.ts'
import { type HttpFields, keepsConnection, readFields, tokensOf } from '../../core/http1-fields.ts'

/** What a request says before its body. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  /** The same object for requests whose fields are the same. */
  readonly fields: Readonly<HttpFields>
  /** False where the connection ends with the reply. */
  readonly keepsConnection: boolean
  /** Sent by a client of HTTP/1.0, which must be told where a connection is kept. */
  readonly isOld: boolean
  /** It sends its body once it is told to. RFC 9110, section 10.1.1. */
  readonly waitsForContinue: boolean
}

/** What is no HTTP/1.1 request, or none that is taken: the status that says so. */
export class RequestRefused extends Error {
  readonly status: number

  constructor(status: number, what: string) {
    super(`Not a valid HTTP request: ${what}.`)
    this.status = status
  }
}

/** A head, and where its body begins and ends. */
export interface FramedHead {
  readonly head: RequestHead
  readonly framing: BodyFraming
  /** Bytes before the body. */
  readonly bodyAt: number
}

type Judged = Omit<RequestHead, 'method' | 'target' | 'isOld'> & { readonly framing: BodyFraming }

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.([01])$/
const HEAD_END = '\r\n\r\n'
/** How many blocks of fields of one connection are known again, and up to which length. */
const KNOWN_BLOCKS = 8
const LONGEST_KNOWN = 1024

/**
 * Reads the heads of one connection's requests. A client sends the same fields again and again: what they mean is found
 * once. Source: RFC 9112, sections 2 to 6; what can be read in two ways is refused.
 */
export class HeadReader {
  readonly #known = new Map<string, Judged>()

  /**
   * @param bytes which begin with a request line
   * @returns undefined where more must come first
   * @throws RequestRefused
   */
  read(bytes: Buffer): FramedHead | undefined {
    const text = bytes.toString('latin1', 0, Math.min(bytes.length, LONGEST_HEAD_BYTES + HEAD_END.length))
    const end = text.indexOf(HEAD_END)
    if (end < 0) {
      if (bytes.length <= LONGEST_HEAD_BYTES) return undefined
      throw new RequestRefused(431, `its head is longer than ${LONGEST_HEAD_BYTES} bytes`)
    }
    const lineEnd = text.indexOf('\r\n')
    const found = REQUEST_LINE.exec(text.slice(0, lineEnd))
    const block = text.slice(lineEnd + 2, end)
    const isOld = found?.[3] === '0'
    const { framing, ...said } = this.#judge(block, isOld)
    if (!found) throw malformed('its first line is malformed')
    const [, method = '', target = ''] = found
    return { head: { method, target, isOld, ...said }, framing, bodyAt: end + HEAD_END.length }
  }

  #judge(block: string, isOld: boolean): Judged {
    const known = isOld ? undefined : this.#known.get(block)
    if (known) return known
    const fields = readFields(block === '' ? [] : block.split('\r\n'), malformed)
    const judged = judge(fields, isOld)
    if (!isOld && block.length <= LONGEST_KNOWN) {
      if (this.#known.size >= KNOWN_BLOCKS) this.#known.clear()
      this.#known.set(block, judged)
    }
    return judged
  }
}

/** @throws RequestRefused */
function judge(fields: HttpFields, isOld: boolean): Judged {
  if (Array.isArray(fields.host) || (fields.host === undefined && !isOld)) throw malformed('it has no host')
  const expected = fields.expect === undefined ? undefined : tokensOf(fields.expect).join()
  if (expected !== undefined && expected !== '100-continue')
    throw new RequestRefused(417, 'its Expect header is unknown')
  return {
    fields,
    keepsConnection: keepsConnection(fields, isOld),
    waitsForContinue: expected !== undefined && !isOld,
    framing: framingOf(fields, isOld),
  }
}

/** Where the body ends. RFC 9112, section 6.3. @throws RequestRefused */
function framingOf(fields: HttpFields, isOld: boolean): BodyFraming {
  const { 'transfer-encoding': coding, 'content-length': length } = fields
  if (coding !== undefined) {
    if (length !== undefined || isOld) throw malformed('its length is given in two ways')
    if (tokensOf(coding).join() !== 'chunked') throw new RequestRefused(501, 'its transfer coding is unknown')
    return 'chunked'
  }
  return length === undefined ? 0 : readLength(length, malformed)
}

/** The refusal of what breaks the grammar. @param what is wrong with it */
export function malformed(what: string): RequestRefused {
  return new RequestRefused(400, what)
}
