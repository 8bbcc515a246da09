import { readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOwnFolder } from '../core/own-folder.ts'
import type { RunFigure } from '../core/run-file.ts'

/** What was seen of a recorded run without reading all of it. */
export interface SeenRun {
  readonly state: 'finished' | 'unfinished' | 'damaged' | 'empty' | 'document'
  readonly startedAt?: string
  readonly targets: readonly string[]
  readonly samples?: number
  /** What the user called it. */
  readonly label?: string
  /** Commit, with a + where the files differed from it, and branch. */
  readonly revision?: string
  readonly branch?: string
  /** Medians of the cold starts, where the footer has them. */
  readonly figures?: readonly RunFigure[]
  /** Failed invocations; left out where only a whole reading would tell. */
  readonly errors?: number
  /** What is wrong with a damaged or empty file. */
  readonly problem?: string
}

/** Size, dates of content and of entry (ms), and what was seen then. A tuple, because there may be ten thousand. */
type Entry = readonly [size: number, mtimeMs: number, ctimeMs: number, run: SeenRun]

/** A file that was looked at. */
export interface LookedAt {
  readonly name: string
  readonly stats: Stats
  readonly run: SeenRun
}

interface RunIndex {
  /** What is remembered of a file, if it is still the file that was seen. */
  lookUp(name: string, stats: Stats): SeenRun | undefined
}

const VERSION = 2
/** So many files are opened in less time than it takes to write the index. */
const NOT_WORTH_WRITING = 50

/**
 * The index of `results/`, so that ten thousand runs are listed without opening ten thousand files. It is a cache:
 * whoever deletes it loses nothing, a file whose size or dates differ is read again, and an index that cannot be
 * understood is none.
 */
export function readRunIndex(cwd: string): RunIndex {
  const entries = readEntries(indexPath(cwd))
  return {
    lookUp(name, { size, mtimeMs, ctimeMs }) {
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
      if (!Array.isArray(entry) || entry[0] !== size || entry[1] !== mtimeMs || entry[2] !== ctimeMs)
        return undefined
      const run: Partial<SeenRun> | null = entry[3]
      return typeof run?.state === 'string' && Array.isArray(run.targets) ? (run as SeenRun) : undefined
    },
  }
}

/**
 * Keeps what was seen, where that saves anything; a folder that cannot be written to has no index.
 * @param read how many of them were not in the index
 */
export function writeRunIndex(cwd: string, seen: readonly LookedAt[], read: number): void {
  if (read < NOT_WORTH_WRITING) return
  const entries: Record<string, Entry> = {}
  for (const { name, stats, run } of seen) entries[name] = [stats.size, stats.mtimeMs, stats.ctimeMs, run]
  const path = indexPath(cwd)
  const temporary = `${path}.${Math.random().toString(36).slice(2)}.tmp`
  try {
    makeOwnFolder(cwd)
    writeFileSync(temporary, JSON.stringify({ version: VERSION, entries }))
    renameSync(temporary, path)
  } catch {
    rmSync(temporary, { force: true })
  }
}

function indexPath(cwd: string): string {
  return join(cwd, '.coldstart', 'run-index.json')
}

function readEntries(path: string): Record<string, unknown> {
  try {
    const { version, entries } = JSON.parse(readFileSync(path, 'utf8'))
    return version === VERSION && typeof entries === 'object' && entries !== null ? entries : {}
  } catch {
    return {}
  }
}
