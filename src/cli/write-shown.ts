import { resolve } from 'node:path'
import { plainText } from '../core/plain-text.ts'
import type { ReportOptions } from '../reporters/reporter.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import type { Io } from './io.ts'
import type { Presentation } from './presentation.ts'

/** Columns of a table that is written to a file or a pipe. */
const FILE_COLUMNS = 80
const ON_FILE: ReportOptions = { columns: FILE_COLUMNS, colorLevel: 0 }

/**
 * What is shown, in one of its formats: in pieces, since it may be longer than a string can be. Foreign text in it was
 * made plain before, but in JSON, which holds the words of others as they came.
 */
export type PiecesIn = (format: string, options: ReportOptions) => AsyncIterable<string>

/**
 * Writes what was found to stdout and to the files asked for, each in its format.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeShown(presentation: Presentation, piecesIn: PiecesIn, io: Io): Promise<void> {
  await printShown(presentation, piecesIn, io)
  await writeShownFiles(presentation, piecesIn, io)
}

/** To stdout alone. */
export async function printShown(
  { format }: Presentation,
  piecesIn: PiecesIn,
  { stdout }: Io,
): Promise<void> {
  const { columns, colorLevel } = stdout
  const write = format === 'json' ? stdout.write : stdout.writeOwn
  for await (const piece of piecesIn(format, { columns, colorLevel })) write(piece)
}

/**
 * To the files asked for alone.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeShownFiles(
  { files, force }: Presentation,
  piecesIn: PiecesIn,
  { cwd }: Io,
): Promise<void> {
  for (const { path, format } of files)
    await writeFileAtomically(resolve(cwd, path), piecesOnFile(format, piecesIn), { force })
}

/** As a file of that format has them. */
export async function* piecesOnFile(format: string, piecesIn: PiecesIn): AsyncGenerator<string> {
  for await (const piece of piecesIn(format, ON_FILE)) yield format === 'json' ? plainText(piece) : piece
}

/**
 * The whole text of a reporter as one piece.
 * @param reporters by the names of their formats
 * @param render what was found by one of them
 */
export function textsOf<Reporter>(
  reporters: Readonly<Record<string, () => Promise<Reporter>>>,
  render: (reporter: Reporter, options: ReportOptions) => string,
): PiecesIn {
  return async function* (format, options) {
    const load = reporters[format]
    if (!load) throw new Error(`No reporter ${format}.`)
    yield render(await load(), options)
  }
}
