/** One of Lambda's own records in a JSON log. Everything in it is somebody else's word. */
export interface LogRecord {
  readonly type: string
  readonly record: Readonly<Record<string, unknown>>
  /** Where it begins in the log. */
  readonly at: number
}

/**
 * Lambda's own records (`platform.…`) in a log, wherever they stand: on a line, over several lines, or glued behind
 * the words of an extension. What is no JSON, or is within another object, is none.
 */
export function findLogRecords(text: string): readonly LogRecord[] {
  const records: LogRecord[] = []
  for (let at = text.indexOf('{'); at >= 0; ) {
    const end = endOfObject(text, at)
    const value = end === undefined ? undefined : parseObject(text.slice(at, end))
    if (value && typeof value.type === 'string' && value.type.startsWith('platform.'))
      records.push({ type: value.type, record: asObject(value.record) ?? {}, at })
    at = text.indexOf('{', value && end !== undefined ? end : at + 1)
  }
  return records
}

/** Behind the brace that closes the one at `start`; braces in strings are none. */
function endOfObject(text: string, start: number): number | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}]/g
  token.lastIndex = start
  let depth = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth++
    if (found[0] === '}' && --depth === 0) return token.lastIndex
  }
  return undefined
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The value as an object with fields, if it is one. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : undefined
}
