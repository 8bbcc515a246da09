/** One cache's word in `Cache-Status`. */
export interface CacheEntry {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
}

const STRING = '"(?:[^"\\\\]|\\\\.)*"'
const ENTRY = new RegExp(
  `\\s*(${STRING}|[^;,\\s"]+)((?:\\s*;\\s*[\\w*.-]+(?:=(?:${STRING}|[^;,"]*))?)*)\\s*(?:,|$)`,
  'y',
)
const PARAMETER = new RegExp(`;\\s*([\\w*.-]+)(?:=(${STRING}|[^;,"]*))?`, 'g')

/**
 * The entries of a `Cache-Status` header, in its order: from the origin to the reader. A list of structured fields
 * (RFC 9651); nothing where it is not well-formed, as that RFC asks.
 * @see https://www.rfc-editor.org/rfc/rfc9211
 */
export function parseCacheStatus(value: string): readonly CacheEntry[] {
  const entries: CacheEntry[] = []
  ENTRY.lastIndex = 0
  while (ENTRY.lastIndex < value.length) {
    const found = ENTRY.exec(value)
    if (!found) return []
    const pairs = (found[2] ?? '').matchAll(PARAMETER)
    const parameters = new Map([...pairs].map(([, key = '', text = '']) => [key.toLowerCase(), text.trim()]))
    entries.push({ name: (found[1] ?? '').replace(/^"|"$/g, ''), parameters })
  }
  return entries
}

/** A structured field's boolean: a parameter without a value is `?1`. */
export function isTrue(value: string | undefined): boolean {
  return value === '' || value === '?1'
}
