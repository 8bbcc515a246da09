import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ColdstartError, messageOf } from '../core/errors.ts'
import {
  RUN_FILE_VERSION,
  type RunFile,
  type RunFooter,
  type RunHeader,
  type RunLine,
  type RunNote,
  runLine,
} from '../core/run-file.ts'
import type { Sample } from '../core/sample.ts'

/** A run file as it lies on disk. */
export interface ReadRun {
  readonly run: RunFile
  /** A last line that was cut off while it was written; it is not part of the run. */
  readonly torn?: { readonly line: number; readonly bytes: number }
  /** Length of the part that was read, bytes. */
  readonly completeBytes: number
  /** False when the last complete line has lost only its line end. */
  readonly endsWithNewline: boolean
}

const NEWLINE = 0x0a

/**
 * Reads a run file (JSON lines: header, samples and notes, footer).
 * @throws ColdstartError `journal-empty`, `journal-corrupt` (with the line), `journal-newer`, `run-not-found`
 */
export async function readRunFile(path: string): Promise<ReadRun> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new ColdstartError('run-not-found', { run: path, folder: 'this place' }, { cause: error })
  })
  return parseRunFile(bytes, path)
}

/** Like `readRunFile`, from bytes; `path` is only for the wording of errors. */
export function parseRunFile(bytes: Uint8Array, path: string): ReadRun {
  const lines: RunLine[] = []
  let start = 0
  let torn: ReadRun['torn']
  let endsWithNewline = true
  while (start < bytes.length) {
    const end = bytes.indexOf(NEWLINE, start)
    const isLast = end === -1
    const raw = bytes.subarray(start, isLast ? bytes.length : end)
    const number = lines.length + 1
    const read = parseRunLine(new TextDecoder().decode(raw), number, path, isLast)
    if (read === undefined) {
      torn = { line: number, bytes: raw.length }
      break
    }
    lines.push(read)
    endsWithNewline = !isLast
    start = isLast ? bytes.length : end + 1
  }
  return { run: assemble(lines, path), completeBytes: start, endsWithNewline, ...(torn ? { torn } : {}) }
}

/**
 * One line of a run file; undefined for a last line that is not whole.
 * @param line its number, from 1
 * @throws ColdstartError `journal-corrupt`, `journal-newer`
 */
export function parseRunLine(text: string, line: number, path: string, isLast: boolean): RunLine | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (isLast) return undefined
    throw new ColdstartError('journal-corrupt', { path, line, reason: messageOf(error) }, { cause: error })
  }
  if (line === 1) refuseNewer(value, path)
  const read = runLine.safeParse(value)
  if (read.success) return read.data
  const reason = z.prettifyError(read.error).split('\n')[0] ?? 'it is not a line of a run'
  throw new ColdstartError('journal-corrupt', { path, line, reason: reason.replace(/^✖ /, '') })
}

function refuseNewer(value: unknown, path: string): void {
  const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion
  if (typeof version === 'number' && version > RUN_FILE_VERSION)
    throw new ColdstartError('journal-newer', { path, version, known: RUN_FILE_VERSION })
}

function assemble(lines: readonly RunLine[], path: string): RunFile {
  const [first, ...rest] = lines
  if (!first) throw new ColdstartError('journal-empty', { path })
  if (first.type !== 'header')
    throw new ColdstartError('journal-corrupt', { path, line: 1, reason: 'a run begins with its header' })
  const samples: Sample[] = []
  const notes: RunNote[] = []
  let footer: RunFooter | undefined
  rest.forEach((entry, index) => {
    if (entry.type === 'sample') samples.push(entry.sample)
    else if (entry.type === 'note') notes.push(entry)
    else if (entry.type === 'footer') footer = entry
    else throw new ColdstartError('journal-corrupt', { path, line: index + 2, reason: 'a second header' })
  })
  return { header: first satisfies RunHeader, samples, notes, ...(footer ? { footer } : {}) }
}
