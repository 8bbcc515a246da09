import { readFileSync, type Stats } from 'node:fs'
import { cachePath, writeCache } from './own-cache.ts'
import { packNumbers, unpackNumbers } from './packed-numbers.ts'

/** Columns, because ten thousand small objects take longer to read than everything else that is done with them. */
interface Columns {
  readonly names: readonly string[]
  /** Size, date of content and of entry (ms) of each. */
  readonly stats: Float64Array
  readonly seen: readonly unknown[]
}

const WIDTH = 3
const NOTHING: Columns = { names: [], stats: new Float64Array(0), seen: [] }

/** Which index it is: a file in `.coldstart` of a working directory, and the version of what it holds. */
export interface IndexPlace {
  readonly cwd: string
  readonly name: string
  readonly version: number
}

/** By what a file is known again. */
export type FileMark = Readonly<Pick<Stats, 'size' | 'mtimeMs' | 'ctimeMs'>>

/** What of a file's stats is kept: all of it, ten thousand times, is mostly dates that nobody asks for. */
export function markOf({ size, mtimeMs, ctimeMs }: Stats): FileMark {
  return { size, mtimeMs, ctimeMs }
}

/** What was seen of a file. */
export interface IndexedFile {
  readonly name: string
  readonly stats: FileMark
  readonly seen: unknown
}

export interface FileIndex {
  /** What is remembered of a file, if it is still the file that was seen; else undefined. */
  lookUp(name: string, stats: FileMark): unknown
  /** What the entries have in common, as it was written. */
  readonly shared: unknown
}

/** So many files are opened in less time than it takes to write an index. */
const NOT_WORTH_WRITING = 50

/**
 * An index of what was seen of files, so that ten thousand are not opened again. It is a cache: whoever deletes it loses
 * nothing, a file whose size or dates differ is not known, and an index of another version, or one that cannot be
 * understood, is none.
 */
export function readFileIndex(place: IndexPlace): FileIndex {
  const { columns, shared } = readIndex(place)
  const { names, stats, seen } = columns
  const places = new Map(names.map((name, k) => [name, k]))
  return {
    shared,
    lookUp(name, { size, mtimeMs, ctimeMs }) {
      const k = places.get(name)
      if (k === undefined || stats[WIDTH * k] !== size) return undefined
      if (stats[WIDTH * k + 1] !== mtimeMs || stats[WIDTH * k + 2] !== ctimeMs) return undefined
      return seen[k] ?? undefined
    },
  }
}

/**
 * Keeps what was seen, where that saves anything; a folder that cannot be written to has no index.
 * @param read how many of the files were not in the index
 * @param describe what is kept of them; not called where nothing is written
 */
export function writeFileIndex(
  place: IndexPlace,
  read: number,
  describe: () => { readonly files: readonly IndexedFile[]; readonly shared?: unknown },
): void {
  if (read < NOT_WORTH_WRITING) return
  const { files, shared } = describe()
  const { cwd, name, version } = place
  const columns = {
    names: files.map(({ name: file }) => file),
    stats: packNumbers(files.flatMap(({ stats: { size, mtimeMs, ctimeMs } }) => [size, mtimeMs, ctimeMs])),
    seen: files.map(({ seen }) => seen),
  }
  writeCache(cwd, name, JSON.stringify({ version, ...(shared === undefined ? {} : { shared }), columns }))
}

function readIndex(place: IndexPlace): { columns: Columns; shared: unknown } {
  try {
    const { version, columns, shared } = JSON.parse(readFileSync(cachePath(place.cwd, place.name), 'utf8'))
    const { names, seen } = columns
    const stats = unpackNumbers(columns.stats)
    const isKnown = version === place.version && Array.isArray(names) && Array.isArray(seen)
    if (isKnown && stats?.length === WIDTH * names.length && seen.length === names.length)
      return { columns: { names, stats, seen }, shared }
  } catch {
    // None that can be read is none.
  }
  return { columns: NOTHING, shared: undefined }
}
