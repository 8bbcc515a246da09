/** From here on, up to the next one, a generated text is of one source; of none where `source` is left out. */
export interface MappedSegment {
  /** Both from 0; columns in UTF-16 units. */
  readonly line: number
  readonly column: number
  /** Index of the map's sources. */
  readonly source?: number
}

const DIGITS = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((c, i) => [c, i]),
)
const CONTINUES = 32

/**
 * Decodes the `mappings` of a source map: where in the generated text which source begins. Lines and columns in the
 * sources are not asked for. Source: ECMA-426, "Mappings grammar" (base64 VLQ, relative to the field before).
 * @throws Error for a character that is none of base64
 */
export function decodeMappings(mappings: string): MappedSegment[] {
  const segments: MappedSegment[] = []
  let source = 0
  for (const [line, text] of mappings.split(';').entries()) {
    let column = 0
    if (text === '') continue
    for (const segment of text.split(',')) {
      const [columns = 0, sources] = decodeNumbers(segment)
      column += columns
      if (sources !== undefined) source += sources
      segments.push({ line, column, ...(sources !== undefined && { source }) })
    }
  }
  return segments
}

function decodeNumbers(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let factor = 1
  for (const letter of segment) {
    const digit = DIGITS.get(letter)
    if (digit === undefined) throw new Error(`"${letter}" is not a digit of a source map`)
    value += (digit % CONTINUES) * factor
    factor *= CONTINUES
    if (digit >= CONTINUES) continue
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : Math.floor(value / 2))
    value = 0
    factor = 1
  }
  return numbers
}
