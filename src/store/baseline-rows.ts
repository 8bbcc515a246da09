import { indexColumn, numberColumn } from '../stats/result/column.ts'

/** Round, index of its kind, wait in ms (-1: none), number of its instance (-1: none): a sample in a baseline's file. */
export type BaselineRow = readonly [round: number, kind: number, waitMs: number, instance: number]

const ROW_WIDTH = 4

const MOST_INDEX = 2 ** 32 - 1
/** Rows in one piece of text. */
const STRETCH = 4096

/** The rows of a baseline's run as columns: a million take 24 MB, and 80 as lists of numbers. */
export class BaselineRows {
  #rounds = indexColumn()
  #kinds = indexColumn()
  #waits = numberColumn()
  #instances = numberColumn()

  get length(): number {
    return this.#rounds.length
  }

  /** @returns false, and adds nothing, where these are not the numbers of a row */
  push(round: number, kind: number, waitMs: number, instance: number): boolean {
    if (!isIndex(round) || !isIndex(kind) || !Number.isFinite(waitMs)) return false
    if (!Number.isSafeInteger(instance) || instance < -1) return false
    this.#rounds.push(round)
    this.#kinds.push(kind)
    this.#waits.push(waitMs)
    this.#instances.push(instance)
    return true
  }

  at(index: number): BaselineRow {
    return [this.#rounds.at(index), this.#kinds.at(index), this.#waits.at(index), this.#instances.at(index)]
  }

  /** Lets go of all rows. */
  clear(): void {
    this.#rounds = indexColumn()
    this.#kinds = indexColumn()
    this.#waits = numberColumn()
    this.#instances = numberColumn()
  }

  /** As a list of lists of JSON, in pieces. */
  *text(): Generator<string> {
    yield '['
    for (let from = 0; from < this.length; from += STRETCH) {
      const rows = Array.from({ length: Math.min(STRETCH, this.length - from) }, (_, index) => {
        return `[${this.at(from + index).join(',')}]`
      })
      yield `${from === 0 ? '' : ','}${rows.join(',')}`
    }
    yield ']'
  }
}

/**
 * The rows that lists of four numbers stand for.
 * @param rows they are added to these
 * @returns undefined for what are none
 */
export function rowsOfLists(lists: unknown, rows = new BaselineRows()): BaselineRows | undefined {
  const isRow = (row: unknown) =>
    Array.isArray(row) && row.length === ROW_WIDTH && rows.push(row[0], row[1], row[2], row[3])
  return Array.isArray(lists) && lists.every(isRow) ? rows : undefined
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MOST_INDEX
}
