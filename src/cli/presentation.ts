import { extname, join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { plainText, plainValue } from '../core/plain-text.ts'
import type { Result } from '../core/result.ts'
import { suggestionFor } from '../core/suggestion.ts'
import { reporters } from '../reporters/index.ts'
import type { Reporter, ReportOptions } from '../reporters/reporter.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import type { Io } from './io.ts'

const FORMAT_BY_ENDING: Readonly<Record<string, string>> = { '.json': 'json', '.txt': 'table' }

/** Columns of a table that is written to a file or a pipe. */
const FILE_COLUMNS = 80

/** Where the report goes; checked before a run, so that a typo costs nothing. */
export interface Presentation {
  readonly format: string
  readonly files: readonly { readonly path: string; readonly format: string }[]
  readonly force: boolean
}

/**
 * Reads `--format` and `--output`; a file's ending says its format.
 * @throws ColdstartError `bad-arguments` for a format or an ending that does not exist
 */
export function choosePresentation(
  format: string | undefined,
  outputs: readonly string[],
  force: boolean,
): Presentation {
  const chosen = format ?? 'table'
  checkFormat(chosen)
  const files = outputs.map((path) => ({ path, format: formatOf(path) }))
  return { format: chosen, files, force }
}

function checkFormat(format: string): void {
  if (Object.hasOwn(reporters, format)) return
  const known = Object.keys(reporters)
  const suggestion = suggestionFor(format, known)
  throw new ColdstartError('bad-arguments', {
    reason: `There is no format "${format}"; there are ${known.join(', ')}.`,
    command: 'bench',
    suggestion: suggestion && `--format ${suggestion}`,
  })
}

function formatOf(path: string): string {
  const format = FORMAT_BY_ENDING[extname(path)]
  if (format) return format
  const endings = Object.keys(FORMAT_BY_ENDING).join(', ')
  throw new ColdstartError('bad-arguments', {
    reason: `"${path}" ends in none of ${endings}, so its format is unknown.`,
    command: 'bench',
  })
}

/**
 * Writes `<folder>/<run>.json` and the files asked for, then the report to stdout.
 * @returns the path of the result document, relative to nothing
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function presentResult(
  result: Result,
  presentation: Presentation,
  folder: string,
  io: Io,
): Promise<string> {
  const path = join(folder, `${result.run.id}.json`)
  const toFile = { columns: FILE_COLUMNS, colorLevel: 0 } as const
  await writeFileAtomically(path, plainText((await load('json'))(result, toFile)), { force: true })
  await writeReports(result, presentation, io)
  return path
}

/**
 * Writes the report to stdout and to the files asked for.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeReports(result: Result, presentation: Presentation, io: Io): Promise<void> {
  const toFile = { columns: FILE_COLUMNS, colorLevel: 0 } as const
  const { columns, colorLevel } = io.stdout
  io.stdout.write(await render(presentation.format, result, { columns, colorLevel }))
  for (const file of presentation.files) {
    const text = await render(file.format, result, toFile)
    await writeFileAtomically(resolve(io.cwd, file.path), plainText(text), { force: presentation.force })
  }
}

/** Foreign text is made plain before a reporter lays it out, so that widths and colours are of what is seen. */
async function render(format: string, result: Result, options: ReportOptions): Promise<string> {
  return (await load(format))(format === 'json' ? result : plainValue(result), options)
}

async function load(format: string): Promise<Reporter> {
  const reporter = reporters[format]
  if (!reporter) throw new Error(`No reporter ${format}.`)
  return reporter()
}
