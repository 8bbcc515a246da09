const CHUNK_ROWS = 65_536

type Chunk = Float64Array | Uint32Array

/**
 * Numbers in chunks: grows without copying, so a column of a million rows never takes twice its size.
 * NaN stands for "not measured" and never leaves the table.
 */
export class Column<Kind extends Chunk = Float64Array> {
  readonly #chunks: Kind[] = []
  readonly #make: (rows: number) => Kind
  length = 0

  constructor(make: (rows: number) => Kind) {
    this.#make = make
  }

  push(value: number): void {
    const row = this.length % CHUNK_ROWS
    if (row === 0) this.#chunks.push(this.#make(CHUNK_ROWS))
    const chunk = this.#chunks[this.#chunks.length - 1] as Kind
    chunk[row] = value
    this.length++
  }

  set(row: number, value: number): void {
    const chunk = this.#chunks[Math.floor(row / CHUNK_ROWS)] as Kind
    chunk[row % CHUNK_ROWS] = value
  }

  at(row: number): number {
    return (this.#chunks[Math.floor(row / CHUNK_ROWS)] as Kind)[row % CHUNK_ROWS] as number
  }
}

export function numberColumn(): Column {
  return new Column((rows) => new Float64Array(rows))
}

export function indexColumn(): Column<Uint32Array> {
  return new Column((rows) => new Uint32Array(rows))
}
