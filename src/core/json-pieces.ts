type Replacer = (key: string, value: unknown) => unknown

/** How a document is to be written. */
interface Style {
  /** Spaces a level; 0: all on one line. */
  readonly indent: number
  readonly replace: Replacer | undefined
}

/** Characters from which on a piece is given out. */
const PIECE_LENGTH = 1 << 16
/** A list of more items is written in stretches of so many, so that no text is as long as a list may be. */
const STRETCH = 4096

/**
 * The text that `JSON.stringify(document, null, indent)` and a line end would be, in pieces: a document with a million
 * samples is longer than a string can be.
 * @param indent spaces a level; 0: all on one line
 * @param replace as JSON.stringify takes it
 */
export function* jsonPieces(document: object, indent = 2, replace?: Replacer): Generator<string> {
  let gathered = ''
  for (const part of partsOfObject(document, 0, { indent, replace })) {
    gathered += part
    if (gathered.length < PIECE_LENGTH) continue
    yield gathered
    gathered = ''
  }
  yield `${gathered}\n`
}

/** An object's members, and those of its lists, one by one. */
function* partsOfObject(object: object, depth: number, style: Style): Generator<string> {
  const members = Object.entries(object).filter(([, value]) => value !== undefined)
  if (members.length === 0) return yield '{}'
  for (const [index, [name, value]] of members.entries()) {
    const colon = style.indent > 0 ? ': ' : ':'
    yield `${index === 0 ? '{' : ','}${lineEnd(depth + 1, style)}${JSON.stringify(name)}${colon}`
    if (Array.isArray(value)) yield* partsOfList(value, depth + 1, style)
    else yield* partsOfMember(value, depth + 1, style)
  }
  yield `${lineEnd(depth, style)}}`
}

function* partsOfList(list: readonly unknown[], depth: number, style: Style): Generator<string> {
  if (list.length === 0) return yield '[]'
  if (list.every((item) => typeof item === 'number')) return yield* partsOfNumbers(list, depth, style)
  for (const [place, item] of list.entries()) {
    yield `${place === 0 ? '[' : ','}${lineEnd(depth + 1, style)}`
    yield* partsOfMember(item ?? null, depth + 1, style)
  }
  yield `${lineEnd(depth, style)}]`
}

function* partsOfNumbers(numbers: readonly number[], depth: number, style: Style): Generator<string> {
  const end = `${lineEnd(depth, style)}]`
  for (let from = 0; from < numbers.length; from += STRETCH) {
    const text = textOf(numbers.slice(from, from + STRETCH), depth, style)
    yield `${from === 0 ? '[' : ','}${text.slice(1, -end.length)}`
  }
  yield end
}

/** In one text, but for what holds a long list. */
function* partsOfMember(value: unknown, depth: number, style: Style): Generator<string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && holdsLongList(value))
    yield* partsOfObject(value, depth, style)
  else yield textOf(value, depth, style)
}

function holdsLongList(object: object): boolean {
  return Object.values(object).some((value) => Array.isArray(value) && value.length > STRETCH)
}

function textOf(value: unknown, depth: number, style: Style): string {
  const text = JSON.stringify(value, style.replace, style.indent)
  return style.indent > 0 ? text.replaceAll('\n', lineEnd(depth, style)) : text
}

function lineEnd(depth: number, { indent }: Style): string {
  return indent > 0 ? `\n${' '.repeat(indent * depth)}` : ''
}
