import { readFileSync, type Stats } from 'node:fs'
import { cachePath, writeCache } from './own-cache.ts'
import { packNumbers, unpackNumbers } from './packed-numbers.ts'

/**
 * The first line of an index: columns, because ten thousand small objects take longer to read than everything else that is
 * done with them. What was seen is on the second, which is parsed only where it is asked for.
 */
interface Columns {
  readonly names: readonly string[]
  /** Size, date of content and of entry (ms) of each. */
  readonly stats: Float64Array
  /** One number about each. */
  readonly briefs: Float64Array
}

interface Details {
  readonly seen: readonly unknown[]
  readonly shared?: unknown
}

const WIDTH = 3
const NO_DETAILS: Details = { seen: [] }
const NOTHING = {
  names: [],
  stats: new Float64Array(0),
  briefs: new Float64Array(0),
  details: () => NO_DETAILS,
}

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
  /** One number about it that is to be had without parsing all that was seen. */
  readonly brief: number
  readonly seen?: unknown
}

/** What is kept of files. */
export interface KeptFiles {
  readonly files: readonly IndexedFile[]
  /** What they have in common. */
  readonly shared?: unknown
}

/** Remembers what was read of files, by their sizes and dates. */
export interface FileIndex {
  /** What is remembered of a file, if it is still the file that was seen; else undefined. */
  lookUp(name: string, stats: FileMark): unknown
  /** The same of the one number about it. */
  lookUpBrief(name: string, stats: FileMark): number | undefined
  /** What the entries have in common, as it was written. */
  readonly shared: unknown
}

/** So many files are opened in less time than it takes to write an index. */
export const NOT_WORTH_WRITING = 50

/**
 * An index of what was seen of files, so that ten thousand are not opened again. It is a cache: whoever deletes it loses
 * nothing, a file whose size or dates differ is not known, and an index of another version, or one that cannot be
 * understood, is none.
 */
export function readFileIndex(place: IndexPlace): FileIndex {
  const { names, stats, briefs, details } = readIndex(place)
  const placeOf = placesIn(names)
  const knownPlace = (name: string, { size, mtimeMs, ctimeMs }: FileMark) => {
    const k = placeOf(name)
    if (k === undefined || stats[WIDTH * k] !== size) return undefined
    return stats[WIDTH * k + 1] === mtimeMs && stats[WIDTH * k + 2] === ctimeMs ? k : undefined
  }
  return {
    get shared() {
      return details().shared
    },
    lookUp(name, mark) {
      const k = knownPlace(name, mark)
      return k === undefined ? undefined : (details().seen[k] ?? undefined)
    },
    lookUpBrief(name, mark) {
      const k = knownPlace(name, mark)
      return k === undefined ? undefined : briefs[k]
    },
  }
}

/** Where names stand in a list: files are mostly asked for in the order in which they were seen, and then none is looked for. */
function placesIn(names: readonly string[]): (name: string) => number | undefined {
  let next = 0
  let places: Map<string, number> | undefined
  return (name) => {
    if (names[next] === name) return next++
    places ??= new Map(names.map((known, k) => [known, k]))
    const place = places.get(name)
    if (place !== undefined) next = place + 1
    return place
  }
}

/**
 * Keeps what was seen, where that saves anything; a folder that cannot be written to has no index.
 * @param read how many of the files were not in the index
 * @param describe what is kept of them; not called where nothing is written
 */
export function writeFileIndex(place: IndexPlace, read: number, describe: () => KeptFiles): void {
  if (read < NOT_WORTH_WRITING) return
  const { files, shared } = describe()
  const { cwd, name, version } = place
  const columns = {
    version,
    names: files.map(({ name: file }) => file),
    stats: packNumbers(files.flatMap(({ stats: { size, mtimeMs, ctimeMs } }) => [size, mtimeMs, ctimeMs])),
    briefs: packNumbers(files.map(({ brief }) => brief)),
  }
  const details: Details = { seen: files.map(({ seen }) => seen), shared }
  writeCache(cwd, name, `${JSON.stringify(columns)}\n${JSON.stringify(details)}\n`)
}

function readIndex(place: IndexPlace): Columns & { details: () => Details } {
  try {
    const text = readFileSync(cachePath(place.cwd, place.name), 'utf8')
    const end = text.indexOf('\n')
    const { version, names, ...packed } = JSON.parse(text.slice(0, end))
    const [stats, briefs] = [unpackNumbers(packed.stats), unpackNumbers(packed.briefs)]
    if (version !== place.version || !Array.isArray(names)) return NOTHING
    if (stats?.length !== WIDTH * names.length || briefs?.length !== names.length) return NOTHING
    let parsed: Details | undefined
    const details = () => {
      parsed ??= readDetails(text.slice(end), names.length)
      return parsed
    }
    return { names, stats, briefs, details }
  } catch {
    // None that can be read is none.
    return NOTHING
  }
}

function readDetails(text: string, count: number): Details {
  try {
    const details = JSON.parse(text)
    return Array.isArray(details.seen) && details.seen.length === count ? details : NO_DETAILS
  } catch {
    return NO_DETAILS
  }
}
