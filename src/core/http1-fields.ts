/** Header fields under lower-case names; one that comes again is a list. */
export type HttpFields = Record<string, string | string[]>

/** Makes the error of a message that is no HTTP. @param what is wrong with it, as the end of a sentence */
export type Malformed = (what: string) => Error

/** A name is a token; of a value's octets no control character but the tab is one. RFC 9110, section 5. */
const FIELD = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/

/**
 * @param lines without their ends
 * @throws what `malformed` makes, for a line that is no field
 */
export function readFields(lines: readonly string[], malformed: Malformed): HttpFields {
  const fields: HttpFields = {}
  for (const line of lines) {
    const field = FIELD.exec(line)
    if (!field) throw malformed(`one of its header fields is malformed: ${line.slice(0, 40)}`)
    const name = (field[1] as string).toLowerCase()
    const value = withoutBlanksBehind(field[2] as string)
    // As fast as an object without a prototype is slow; names like `constructor` are nobody's until they are its own.
    const before = Object.hasOwn(fields, name) ? fields[name] : undefined
    fields[name] = before === undefined ? value : [before, value].flat()
  }
  return fields
}

/** Blanks are space and tab alone: other octets that Unicode takes for blanks are parts of letters. */
function withoutBlanksBehind(value: string): string {
  let end = value.length
  while (value[end - 1] === ' ' || value[end - 1] === '\t') end--
  return value.slice(0, end)
}

/** Whether the connection of a message may carry another. RFC 9112, section 9.3. @param isOld it is one of HTTP/1.0 */
export function keepsConnection({ connection }: HttpFields, isOld: boolean): boolean {
  const options = tokensOf(connection)
  return isOld ? options.includes('keep-alive') : !options.includes('close')
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
