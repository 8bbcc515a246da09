type Replacer = (key: string, value: unknown) => unknown

/** Characters from which on a piece is given out. */
const PIECE_LENGTH = 1 << 16

/**
 * The text that `JSON.stringify(document, null, indent)` and a line end would be, in pieces: a document with a million
 * samples is longer than a string can be.
 * @param indent spaces a level; 0: all on one line
 * @param replace as JSON.stringify takes it
 */
export function* jsonPieces(document: object, indent = 2, replace?: Replacer): Generator<string> {
  let gathered = ''
  for (const part of partsOf(document, indent, replace)) {
    gathered += part
    if (gathered.length < PIECE_LENGTH) continue
    yield gathered
    gathered = ''
  }
  yield `${gathered}\n`
}

/** The document's members, and those of its lists one by one. */
function* partsOf(document: object, indent: number, replace?: Replacer): Generator<string> {
  const lineEnd = (depth: number) => (indent > 0 ? `\n${' '.repeat(indent * depth)}` : '')
  const textOf = (value: unknown, depth: number) =>
    JSON.stringify(value, replace, indent).replaceAll('\n', lineEnd(depth))
  const members = Object.entries(document).filter(([, value]) => value !== undefined)
  if (members.length === 0) return yield '{}'
  for (const [index, [name, value]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}${lineEnd(1)}${JSON.stringify(name)}:${indent > 0 ? ' ' : ''}`
    if (!Array.isArray(value) || value.length === 0) {
      yield textOf(value, 1)
      continue
    }
    for (const [place, item] of value.entries())
      yield `${place === 0 ? '[' : ','}${lineEnd(2)}${textOf(item ?? null, 2)}`
    yield `${lineEnd(1)}]`
  }
  yield `${lineEnd(0)}}`
}
