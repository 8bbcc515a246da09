import { extname, join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { plainText, plainValue } from '../core/plain-text.ts'
import type { Result, SampledResult } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import type { PageRun } from '../reporters/html/series.ts'
import { reporters, sampleReporters } from '../reporters/index.ts'
import { type ReportOptions, reportPieces } from '../reporters/reporter.ts'
import { resultPieces } from '../store/result-pieces.ts'
import { refuseUnwritable, writeFileAtomically } from '../store/write-file.ts'
import { checkFormat } from './formats.ts'
import type { Io } from './io.ts'

const FORMAT_BY_ENDING: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.txt': 'table',
  '.html': 'html',
  '.md': 'markdown',
  '.csv': 'csv',
}

/** Columns of a table that is written to a file or a pipe. */
export const FILE_COLUMNS = 80
const ON_FILE: ReportOptions = { columns: FILE_COLUMNS, colorLevel: 0 }

/** Where the report goes; checked before a run, so that a typo costs nothing. */
export interface Presentation {
  readonly format: string
  readonly files: readonly { readonly path: string; readonly format: string }[]
  readonly force: boolean
  /** Whole samples in JSON. */
  readonly samples: boolean
}

/** What is written, and by which command, for what is said where it cannot be. */
interface PresentationOf {
  readonly force: boolean
  readonly samples: boolean
  /** @default 'run' */
  readonly shown?: Parameters<typeof checkFormat>[1]
  /** @default 'bench' */
  readonly command?: string
}

/**
 * Reads `--format`, `--output` (`[format=]file`; without a format the file's ending says it) and what goes with them.
 * @throws ColdstartError `bad-arguments` for a format or an ending that does not exist
 */
export function choosePresentation(
  format: string | undefined,
  outputs: readonly string[],
  { force, samples, shown = 'run', command = 'bench' }: PresentationOf,
): Presentation {
  const check = (name: string) => checkFormat(name, shown, command)
  const chosen = format ?? 'table'
  check(chosen)
  return { format: chosen, files: outputs.map((output) => readOutput(output, check)), force, samples }
}

/**
 * Says before anything is measured what would keep the files asked for from being written.
 * @throws ColdstartError `file-exists`, `not-writable`, `cannot-write`
 */
export async function checkFiles({ files, force }: Presentation, { cwd }: Io): Promise<void> {
  for (const { path } of files) await refuseUnwritable(resolve(cwd, path), force)
}

/** `report.html` by its ending, or `junit=report.xml` by the word before it. */
function readOutput(output: string, check: (format: string) => void): { path: string; format: string } {
  const [, format, path] = /^([a-z-]+)=(.+)$/.exec(output) ?? []
  if (format !== undefined && path !== undefined) {
    check(format)
    return { path, format }
  }
  const byEnding = FORMAT_BY_ENDING[extname(output)]
  if (byEnding) {
    check(byEnding)
    return { path: output, format: byEnding }
  }
  const endings = Object.keys(FORMAT_BY_ENDING).join(', ')
  throw new ColdstartError('bad-arguments', {
    reason: `"${output}" ends in none of ${endings}, and no format is named before it, as in junit=${output}.`,
    command: 'bench',
  })
}

/**
 * Prints the report, then writes `<folder>/<run>.json` and the files asked for: whatever keeps the files from being
 * written, the figures have been seen.
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
  const sampled = { result, samples: () => result.samples }
  await printReport(sampled, presentation, io)
  const document = render('json', sampled, presentation.samples, ON_FILE)
  await writeFileAtomically(path, plainPieces(document), { force: true })
  await writeReportFiles(sampled, presentation, io)
  return path
}

/**
 * Writes the report to stdout and to the files asked for.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeReports(
  sampled: SampledResult,
  presentation: Presentation,
  io: Io,
): Promise<void> {
  await printReport(sampled, presentation, io)
  await writeReportFiles(sampled, presentation, io)
}

/**
 * Several runs as one page, to the files asked for, and to stdout where a format was asked for by name.
 * @throws ColdstartError `bad-arguments` for a format that shows one run, `file-exists`, `cannot-write`
 */
export async function writePage(
  runs: readonly Required<SampledResult>[],
  { format, files, force }: Presentation,
  isPrinted: boolean,
  { stdout, cwd }: Io,
): Promise<void> {
  const other = [format, ...files.map((file) => file.format)].find((one) => one !== 'html')
  if (other !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: `Several runs make one page, and ${other} shows one run.`,
      command: 'report',
      suggestion: '-o report.html, or coldstart compare for a table',
    })
  const { runsPage } = await import('../reporters/html/html.ts')
  const { gatherSamples } = await import('../reporters/html/gather-samples.ts')
  const gathered: PageRun[] = []
  for (const run of runs) {
    const result = plainValue({ ...run.result, samples: [] })
    const samples = gatherSamples(result)
    for await (const sample of plainSamples(run.samples())) samples.add(sample)
    gathered.push({ result, samples })
  }
  const page = runsPage(gathered)
  if (isPrinted) stdout.writeOwn(page)
  for (const { path } of files) await writeFileAtomically(resolve(cwd, path), [page], { force })
}

async function printReport(
  sampled: SampledResult,
  { format, samples }: Presentation,
  { stdout }: Io,
): Promise<void> {
  const { columns, colorLevel } = stdout
  // JSON holds the words of others as they came.
  const write = format === 'json' ? stdout.write : stdout.writeOwn
  for await (const piece of render(format, sampled, samples, { columns, colorLevel })) write(piece)
}

/**
 * Writes the report to the files asked for and nowhere else.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeReportFiles(
  sampled: SampledResult,
  { files, force, samples }: Presentation,
  { cwd }: Io,
): Promise<void> {
  for (const { path, format } of files) {
    const pieces = render(format, sampled, samples, ON_FILE)
    await writeFileAtomically(resolve(cwd, path), format === 'json' ? plainPieces(pieces) : pieces, { force })
  }
}

async function* plainPieces(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield plainText(piece)
}

/** Formats that `--samples` or their own nature makes of whole samples. */
export function needsSamples({ format, files, samples }: Presentation): boolean {
  return [format, ...files.map((file) => file.format)].some(
    (one) => Object.hasOwn(sampleReporters, one) || (samples && one === 'json'),
  )
}

/**
 * Foreign text is made plain before a reporter lays it out, so that widths and colours are of what is seen. JSON and
 * what is made of samples may be longer than a string can be, so they never are one.
 * @param isWhole whether JSON has whole samples
 */
async function* render(
  format: string,
  { result, samples }: SampledResult,
  isWhole: boolean,
  options: ReportOptions,
): AsyncGenerator<string> {
  if (format === 'json') return yield* resultPieces(isWhole && samples ? { result, samples } : { result })
  const figures = plainValue({ ...result, samples: [] })
  const begin = await sampleReporters[format]?.()
  if (begin)
    return yield* reportPieces(begin, { result: figures, samples: () => plainSamples(samples?.() ?? []) })
  const reporter = await reporters[format]?.()
  if (!reporter) throw new Error(`No reporter ${format}.`)
  yield reporter(figures, options)
}

async function* plainSamples(samples: Iterable<Sample> | AsyncIterable<Sample>): AsyncGenerator<Sample> {
  for await (const sample of samples) yield plainValue(sample)
}
