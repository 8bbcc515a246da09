import { join, resolve } from 'node:path'
import { ColdstartError } from '../core/errors.ts'
import { plainValue } from '../core/plain-text.ts'
import type { SampledResult } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import type { PageRun } from '../reporters/html/series.ts'
import { reporters, sampleReporters } from '../reporters/index.ts'
import { reportPieces } from '../reporters/reporter.ts'
import { resultPieces } from '../store/result-pieces.ts'
import { writeFileAtomically } from '../store/write-file.ts'
import type { Io } from './io.ts'
import type { Presentation } from './presentation.ts'
import {
  type PiecesIn,
  piecesOnFile,
  printShown,
  textsOf,
  writeShown,
  writeShownFiles,
} from './write-shown.ts'

/**
 * Prints the report, then writes `<folder>/<run>.json` and the files asked for: whatever keeps the files from being
 * written, the figures have been seen.
 * @param shownOf what is shown, of the reports of a run, where it is not just these
 * @returns the path of the result document, relative to nothing
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function presentResult(
  sampled: SampledResult,
  presentation: Presentation,
  folder: string,
  io: Io,
  shownOf: (ofRun: PiecesIn) => PiecesIn = (ofRun) => ofRun,
): Promise<string> {
  const path = join(folder, `${sampled.result.run.id}.json`)
  const ofRun = piecesOf(sampled, presentation)
  const shown = shownOf(ofRun)
  await printShown(presentation, shown, io)
  await writeFileAtomically(path, piecesOnFile('json', ofRun), { force: true })
  await writeShownFiles(presentation, shown, io)
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
  await writeShown(presentation, piecesOf(sampled, presentation), io)
}

/**
 * Writes the report to the files asked for and nowhere else.
 * @throws ColdstartError `file-exists`, `cannot-write`
 */
export async function writeReportFiles(
  sampled: SampledResult,
  presentation: Presentation,
  io: Io,
): Promise<void> {
  await writeShownFiles(presentation, piecesOf(sampled, presentation), io)
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

/**
 * Foreign text is made plain before a reporter lays it out, so that widths and colours are of what is seen. JSON and
 * what is made of samples may be longer than a string can be, so they never are one.
 */
function piecesOf(
  { result, samples }: SampledResult,
  { samples: isWhole }: Pick<Presentation, 'samples'>,
): PiecesIn {
  return async function* (format, options) {
    if (format === 'json') return yield* resultPieces(isWhole && samples ? { result, samples } : { result })
    const figures = plainValue({ ...result, samples: [] })
    const begin = await sampleReporters[format]?.()
    if (begin)
      return yield* reportPieces(begin, { result: figures, samples: () => plainSamples(samples?.() ?? []) })
    yield* textsOf(reporters, (reporter) => reporter(figures, options))(format, options)
  }
}

async function* plainSamples(samples: Iterable<Sample> | AsyncIterable<Sample>): AsyncGenerator<Sample> {
  for await (const sample of samples) yield plainValue(sample)
}
