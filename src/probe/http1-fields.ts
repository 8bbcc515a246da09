import { ProbeFailure } from './classify-failure.ts'

/** Header fields under lower-case names; one that comes again is a list. */
export type ReplyHeaders = Record<string, string | string[]>

/** A name is a token; of a value's octets no control character but the tab is one. RFC 9110, section 5. */
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/

/**
 * @param lines without their ends
 * @throws ProbeFailure `protocol`
 */
export function readFields(lines: readonly string[]): ReplyHeaders {
  const headers: ReplyHeaders = {}
  for (const line of lines) {
    const field = FIELD.exec(line)
    if (!field) throw malformed(`a header field of it is none: ${line.slice(0, 40)}`)
    const name = (field[1] as string).toLowerCase()
    const value = (field[2] as string).trimEnd()
    // As fast as an object without a prototype is slow; names like `constructor` are nobody's until they are its own.
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined
    headers[name] = before === undefined ? value : [before, value].flat()
  }
  return headers
}

/**
 * What is no HTTP is told at its first bytes, and not waited for.
 * @throws ProbeFailure `protocol`
 */
export function refuseOtherProtocol(bytes: Buffer): void {
  const begun = bytes.toString('latin1', 0, 7)
  if (!'HTTP/1.'.startsWith(begun)) throw malformed('its status line is none')
}

/** The members of a list in a field, in lower case. RFC 9110, section 5.6.1. */
export function tokensOf(value: string | string[] | undefined): string[] {
  if (value === undefined) return []
  if (typeof value === 'string' && !value.includes(',')) return [value.trim().toLowerCase()]
  return [value]
    .flat()
    .join()
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
}

/** @param what is wrong with the reply, as the end of a sentence */
export function malformed(what: string): ProbeFailure {
  return new ProbeFailure('protocol', `Not a valid HTTP reply: ${what}.`)
}
