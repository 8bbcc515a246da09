import { closeSync, openSync, readFileSync, type Stats } from 'node:fs'
import { isColdstartError, messageOf } from '../core/errors.ts'
import { readFirstLine, readLastLine } from './file-ends.ts'
import { whatItIs } from './run-identity.ts'
import type { SeenRun } from './run-index.ts'

/** Newest schema of a run file whose ends are understood here; everything else is read as a whole. */
const KNOWN_VERSION = 1

/** What a file holds; undefined where it is no recording at all (some other JSON). */
export async function look(path: string, stats: Stats): Promise<SeenRun | undefined> {
  if (!path.endsWith('.jsonl')) return stats.isFile() ? lookAtDocument(path) : undefined
  return (stats.isFile() && lookAtEnds(path, stats.size)) || readWhole(path)
}

/** Undefined where the ends do not tell. */
function lookAtEnds(path: string, size: number): SeenRun | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, 'r')
    const header = parse(readFirstLine(fd, size))
    if (header?.type !== 'header' || header.schemaVersion !== KNOWN_VERSION) return undefined
    const { startedAt, targets } = header
    if (typeof startedAt !== 'string' || !Array.isArray(targets)) return undefined
    const head = { startedAt, targets: targets.map((target) => String(target?.id)), ...whatItIs(header) }
    const footer = parse(readLastLine(fd, size).text)
    if (footer?.type !== 'footer') return { ...head, state: 'unfinished' }
    const { samples, errors, figures } = footer
    if (typeof samples !== 'number') return undefined
    return {
      ...head,
      state: 'finished',
      samples,
      ...(typeof errors === 'number' ? { errors } : {}),
      ...(Array.isArray(figures) ? { figures } : {}),
    }
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** Reads every line, for what the ends do not tell: a damaged file, or how far an unfinished run has come. */
export async function readWhole(path: string): Promise<SeenRun> {
  let seen: SeenRun = { state: 'unfinished', targets: [] }
  let samples = 0
  let errors = 0
  try {
    const { runLines } = await import('./read-run-file.ts')
    for await (const line of runLines(path)) {
      if (line.type === 'sample') samples++
      if (line.type === 'sample' && line.sample.error) errors++
      if (line.type === 'header')
        seen = {
          ...seen,
          startedAt: line.startedAt,
          targets: line.targets.map(({ id }) => id),
          ...whatItIs({ ...line }),
        }
      if (line.type === 'footer')
        seen = { ...seen, state: 'finished', ...(line.figures && { figures: line.figures }) }
    }
    return { ...seen, samples, errors }
  } catch (error) {
    const isEmpty = isColdstartError(error) && error.code === 'journal-empty'
    return { ...seen, state: isEmpty ? 'empty' : 'damaged', problem: messageOf(error) }
  }
}

function lookAtDocument(path: string): SeenRun | undefined {
  try {
    const { run, targets, summaries, ...others } = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof run.startedAt !== 'string') return undefined
    const ids = targets.map(({ id }: { id: unknown }) => String(id))
    const samples = summaries.reduce((sum: number, one: { invocations: number }) => sum + one.invocations, 0)
    return { state: 'document', startedAt: run.startedAt, targets: ids, samples, ...whatItIs(others) }
  } catch {
    return undefined
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}
