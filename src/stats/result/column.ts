const CHUNK_ROWS = 65_536
/** Of the first chunk to begin with: five hundred targets have ten thousand columns, mostly short ones. */
const FIRST_ROWS = 32

type Chunk = Float64Array | Uint32Array

/**
 * Numbers in chunks: grows without copying but within the first chunk, so that a column of a million rows never takes
 * twice its size, and one of ten rows next to nothing. NaN stands for "not measured" and never leaves the table; a
 * column in which nothing was measured takes no memory.
 */
export class Column<Kind extends Chunk = Float64Array> {
  readonly #chunks: Kind[] = []
  readonly #make: (rows: number) => Kind
  length = 0

  constructor(make: (rows: number) => Kind) {
    this.#make = make
  }

  push(value: number): void {
    if (this.#chunks.length === 0) {
      if (Number.isNaN(value)) {
        this.length++
        return
      }
      this.#fillUp()
    }
    this.#append(value)
  }

  #append(value: number): void {
    const row = this.length % CHUNK_ROWS
    if (row === 0) this.#chunks.push(this.#make(this.#chunks.length === 0 ? FIRST_ROWS : CHUNK_ROWS))
    const chunk = this.#chunks[this.#chunks.length - 1] as Kind
    if (row < chunk.length) chunk[row] = value
    else this.#growFirst(chunk)[row] = value
    this.length++
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)] as Kind
    chunk[row % CHUNK_ROWS] = value
  }

  at(row: number): number {
    if (this.#chunks.length === 0) return Number.NaN
    return (this.#chunks[Math.floor(row / CHUNK_ROWS)] as Kind)[row % CHUNK_ROWS] as number
  }

  /** The rows that were not measured, once one is. */
  #fillUp(): void {
    const rows = this.length
    this.length = 0
    for (let row = 0; row < rows; row++) this.#append(Number.NaN)
  }

  #growFirst(chunk: Kind): Kind {
    const grown = this.#make(Math.min(CHUNK_ROWS, 2 * chunk.length))
    grown.set(chunk)
    this.#chunks[0] = grown
    return grown
  }
}

/** A column of numbers. */
export function numberColumn(): Column {
  return new Column((rows) => new Float64Array(rows))
}

/** A column of whole numbers from 0 to 2³² − 1. */
export function indexColumn(): Column<Uint32Array> {
  return new Column((rows) => new Uint32Array(rows))
}
