import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ColumnMarks, findMarks, type MarkSearch } from '../stats/history/find-marks.ts'
import { cachePath, writeCache } from './own-cache.ts'

const NAME = 'history-marks.json'

/** Fewer points are searched in less time than it takes to read a file. */
const WORTH_KEEPING = 1000
/** Searches that are kept beside those of the last call: what another `--target` shows. */
const MOST_KEPT = 200

/** What was found, by a digest of what it was found in; those asked for last come last. */
type Found = Map<string, readonly ColumnMarks[]>

/** A search that remembers what it has found, and the writing of it. */
export interface RememberedSearch {
  readonly search: MarkSearch
  /** Keeps what was found, where anything new was; a folder that cannot be written to keeps nothing. */
  keep(): void
}

/**
 * Searches long series once: what was found is kept in `.coldstart/history-marks.json` by a digest of all the values that were
 * searched, so that only series that have changed are searched again. A file that is gone, damaged, or of another
 * version is none, and the results are the same with and without it.
 * @param version of coldstart, whose methods found them
 */
export function rememberMarks(
  cwd: string,
  version: string,
  search: MarkSearch = findMarks,
): RememberedSearch {
  let found: Found | undefined
  const used: Found = new Map()
  let isNew = false
  return {
    search(columns) {
      if (columns.reduce((sum, { length }) => sum + length, 0) < WORTH_KEEPING) return search(columns)
      found ??= readFound(cwd, version)
      const key = digestOf(columns)
      const known = found.get(key)
      const marks = known ?? search(columns)
      isNew ||= known === undefined
      used.set(key, marks)
      return marks
    },
    keep() {
      if (!isNew) return
      const others = [...(found ?? [])].filter(([key]) => !used.has(key)).slice(-MOST_KEPT)
      const kept = [...others, ...used]
      writeCache(cwd, NAME, JSON.stringify({ seal: sealOf(version, kept), found: kept }))
    },
  }
}

function digestOf(columns: Parameters<MarkSearch>[0]): string {
  const hash = createHash('sha256').update(`${columns.length} of ${columns[0]?.length ?? 0}`)
  for (const { buffer, byteOffset, byteLength } of columns)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  return hash.digest('base64')
}

function readFound(cwd: string, version: string): Found {
  try {
    const { seal, found } = JSON.parse(readFileSync(cachePath(cwd, NAME), 'utf8'))
    if (seal === sealOf(version, found)) return new Map(found)
  } catch {
    // None that can be read is none.
  }
  return new Map()
}

/** Over all of a file, so that one that was cut or changed is known. */
function sealOf(version: string, found: unknown): string {
  return createHash('sha256')
    .update(`${version}\n${JSON.stringify(found)}`)
    .digest('base64')
}
