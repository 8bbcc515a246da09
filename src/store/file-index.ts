import { readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOwnFolder } from '../core/own-folder.ts'

/** Size, dates of content and of entry (ms), and what was seen then. A tuple, because there may be ten thousand. */
type Entry = readonly [size: number, mtimeMs: number, ctimeMs: number, seen: unknown]

/** Which index it is: a file in `.coldstart` of a working directory, and the version of what it holds. */
export interface IndexPlace {
  readonly cwd: string
  readonly name: string
  readonly version: number
}

/** What was seen of a file. */
export interface IndexedFile {
  readonly name: string
  readonly stats: Stats
  readonly seen: unknown
}

export interface FileIndex {
  /** What is remembered of a file, if it is still the file that was seen; else undefined. */
  lookUp(name: string, stats: Stats): unknown
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
  const { entries, shared } = readIndex(place)
  return {
    shared,
    lookUp(name, { size, mtimeMs, ctimeMs }) {
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
      if (!Array.isArray(entry) || entry[0] !== size || entry[1] !== mtimeMs || entry[2] !== ctimeMs)
        return undefined
      return entry[3] ?? undefined
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
  const entries: Record<string, Entry> = {}
  for (const { name, stats, seen } of files) entries[name] = [stats.size, stats.mtimeMs, stats.ctimeMs, seen]
  const { cwd, version } = place
  const path = pathOf(place)
  const temporary = `${path}.${Math.random().toString(36).slice(2)}.tmp`
  try {
    makeOwnFolder(cwd)
    writeFileSync(
      temporary,
      JSON.stringify({ version, ...(shared === undefined ? {} : { shared }), entries }),
    )
    renameSync(temporary, path)
  } catch {
    rmSync(temporary, { force: true })
  }
}

function pathOf({ cwd, name }: IndexPlace): string {
  return join(cwd, '.coldstart', name)
}

function readIndex(place: IndexPlace): { entries: Record<string, unknown>; shared: unknown } {
  try {
    const { version, entries, shared } = JSON.parse(readFileSync(pathOf(place), 'utf8'))
    const isKnown = version === place.version && typeof entries === 'object' && entries !== null
    return isKnown ? { entries, shared } : { entries: {}, shared: undefined }
  } catch {
    return { entries: {}, shared: undefined }
  }
}
