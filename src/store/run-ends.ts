import { closeSync, openSync } from 'node:fs'
import type { RunFigure, RunHeader } from '../core/run-file.ts'
import { readFirstLine, readLastLine } from './file-ends.ts'

/** Newest schema of a run file whose ends are understood here; everything else is read as a whole. */
const KNOWN_VERSION = 1

/** What the first and the last line of a run file say. */
interface RunEnds {
  readonly header: RunHeader
  readonly isFinished: boolean
  readonly figures?: readonly RunFigure[]
}

/**
 * Reads the ends of a run file, and nothing between them.
 * @param size of the file, bytes
 * @returns undefined where they are not what this version writes
 */
export function readEnds(path: string, size: number): RunEnds | undefined {
  const fd = openSync(path, 'r')
  try {
    const header = JSON.parse(readFirstLine(fd, size))
    if (header?.type !== 'header' || header.schemaVersion !== KNOWN_VERSION) return undefined
    const footer = JSON.parse(readLastLine(fd, size).text)
    const isFinished = footer?.type === 'footer'
    return {
      header,
      isFinished,
      ...(isFinished && Array.isArray(footer.figures) ? { figures: footer.figures } : {}),
    }
  } catch {
    return undefined
  } finally {
    closeSync(fd)
  }
}
