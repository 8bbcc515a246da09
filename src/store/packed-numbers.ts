/** Numbers in a string of JSON: a hundred thousand doubles in digits take longer to read than all else of an index. */
export function packNumbers(numbers: readonly number[]): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64')
}

/** What `packNumbers` took; undefined for what is none of its strings. Not to be read on a machine of another byte order. */
export function unpackNumbers(packed: unknown): Float64Array | undefined {
  if (typeof packed !== 'string') return undefined
  const bytes = Buffer.from(packed, 'base64')
  if (bytes.length % Float64Array.BYTES_PER_ELEMENT !== 0) return undefined
  // A copy, since a buffer may begin where no double can.
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}
