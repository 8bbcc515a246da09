import { refuseSpecialFile } from '../core/text-file.ts'
import { BaselineRows, rowsOfLists } from './baseline-rows.ts'
import { piecesOf } from './lines-of.ts'

/** How a baseline begins that was written by this version or by one before it. */
const BEGINNING = Buffer.from('{"schemaVersion":1,"kind":"baseline"')
/** Only a key can stand there: within a text its quotes would be escaped. */
const ROWS_BEGIN = Buffer.from('"rows":[[')
const ROWS_END = Buffer.from(']]')
const BETWEEN_ROWS = Buffer.from('],[')

/**
 * Reads a baseline's document with the rows of its runs as columns from the start: as one text a million of them would
 * take 22 MB, and 80 as lists of numbers.
 * @returns what JSON.parse would, with `BaselineRows` for rows; undefined for a file that is not written as baselines
 *   are, or that cannot be read: whoever reads it as a whole can say why
 */
export async function readBaselineText(path: string): Promise<unknown> {
  const cut = new Cutter()
  try {
    await refuseSpecialFile(path)
    for await (const piece of piecesOf(path)) cut.add(piece)
    return cut.document()
  } catch {
    return undefined
  }
}

/** Takes the rows out of a baseline's bytes. */
class Cutter {
  readonly #texts: Buffer[] = []
  readonly #rows: BaselineRows[] = []
  /** Bytes that more must come to. */
  #left = Buffer.alloc(0)
  #isInRows = false

  /** @throws for what is no baseline or has rows that are none */
  add(piece: Buffer): void {
    // A copy: the next piece is read into the same memory.
    this.#left = Buffer.concat([this.#left, piece])
    const isFirst = this.#texts.length === 0
    if (isFirst && !this.#left.subarray(0, BEGINNING.length).equals(BEGINNING)) throw new Error('no baseline')
    while (this.#isInRows ? this.#takeRows() : this.#takeText());
  }

  /** @returns undefined where what was cut out were not the rows of runs */
  document(): unknown {
    if (this.#isInRows) return undefined
    const document = JSON.parse(Buffer.concat([...this.#texts, this.#left]).toString('utf8'))
    let next = 0
    for (const run of document.runs as { rows?: unknown }[])
      if (next < this.#rows.length && run.rows === next) run.rows = this.#rows[next++]
    return next === this.#rows.length ? document : undefined
  }

  /** @returns whether rows come next */
  #takeText(): boolean {
    const start = this.#left.indexOf(ROWS_BEGIN)
    this.#isInRows = start !== -1
    const end = this.#isInRows ? start : Math.max(0, this.#left.length - ROWS_BEGIN.length + 1)
    this.#texts.push(this.#left.subarray(0, end))
    this.#left = this.#left.subarray(this.#isInRows ? end + ROWS_BEGIN.length : end)
    if (this.#isInRows) this.#texts.push(Buffer.from(`"rows":${this.#rows.push(new BaselineRows()) - 1}`))
    return this.#isInRows
  }

  /** @returns whether text comes next */
  #takeRows(): boolean {
    const last = this.#left.indexOf(ROWS_END)
    this.#isInRows = last === -1
    const end = this.#isInRows ? this.#left.lastIndexOf(BETWEEN_ROWS) : last
    if (end === -1) return false
    const lists: unknown = JSON.parse(`[[${this.#left.toString('latin1', 0, end)}]]`)
    if (!rowsOfLists(lists, this.#rows.at(-1))) throw new Error('no rows')
    this.#left = this.#left.subarray(end + (this.#isInRows ? BETWEEN_ROWS : ROWS_END).length)
    return !this.#isInRows
  }
}
