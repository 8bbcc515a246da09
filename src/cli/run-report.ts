import { join, resolve } from 'node:path'
import { report as readRecorded, reportSampled } from '../bench/report.ts'
import { ColdstartError } from '../core/errors.ts'
import type { SampledResult } from '../core/result.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import type { OptionValues } from './command.ts'
import { isOfALoad, WHY_ENDING } from './formats.ts'
import type { Io } from './io.ts'
import {
  checkFiles,
  choosePresentation,
  formatOfOutput,
  needsSamples,
  type Presentation,
} from './presentation.ts'
import { writePage, writeReportFiles, writeReports } from './write-reports.ts'

/**
 * Prints one recorded run in any format, or several as one page.
 * @param names as they were typed; none is `latest`
 * @throws ColdstartError `bad-arguments` for what does not go together, those of finding and reading a run, `file-exists`, `cannot-write`
 */
export async function runReport(names: readonly string[], options: OptionValues, io: Io): Promise<void> {
  io.narrowHeap?.()
  if (names.length > 1) await printPage(names, options, io)
  else await printOne(names[0] ?? 'latest', options, io)
}

/** A run, or what `why` found in one: where that saved it, or where a format is asked for that nothing else has. */
async function printOne(name: string, options: OptionValues, io: Io): Promise<void> {
  const { format, output = [] } = options
  const formats = [format, ...(output as string[]).map(formatOfOutput)]
  if (!name.endsWith(WHY_ENDING) && !formats.some((one) => one !== undefined && isOfALoad(one)))
    return printRun(name, options, io)
  const { reportLoad } = await import('./report-load.ts')
  return reportLoad(name, options, io)
}

/** One run in any format. */
async function printRun(name: string, options: OptionValues, io: Io): Promise<void> {
  const { force, samples, format, output = [], open } = options
  const asked = { force: force === true, samples: samples === true, command: 'report' }
  const presentation = choosePresentation(format, output, asked)
  if (samples && ![presentation, ...presentation.files].some((one) => one.format === 'json'))
    throw new ColdstartError('bad-arguments', {
      reason: '--samples is about JSON, and neither --format nor --output asks for any.',
      command: 'report',
      suggestion: '--format json',
    })
  await checkFiles(presentation, io)
  const sampled: SampledResult =
    needsSamples(presentation) || open
      ? await reportSampled(name, io.cwd)
      : { result: await readRecorded(name, { cwd: io.cwd, samples: false }) }
  await writeReports(sampled, presentation, io)
  if (open) await openReport(sampled, presentation, io)
  if (io.env.GITHUB_ACTIONS === 'true') {
    const { reportToGitHub } = await import('./github/report-to-github.ts')
    await reportToGitHub(sampled.result, undefined, io)
  }
}

/** Opens the page that was asked for by `-o`, else one that is written beside the run file. */
async function openReport(sampled: SampledResult, presentation: Presentation, io: Io): Promise<void> {
  const asked = presentation.files.find((file) => file.format === 'html')
  if (asked) return openWritten(asked.path, io)
  const path = join(RESULTS_FOLDER, `${sampled.result.run.id}.html`)
  await writeReportFiles(sampled, { ...presentation, files: [{ path, format: 'html' }], force: true }, io)
  return openWritten(path, io)
}

async function openWritten(path: string, io: Io): Promise<void> {
  await io.openPage(resolve(io.cwd, path))
  io.stderr.write(`Opened ${path}\n`)
}

/** Several runs laid over each other on one page. */
async function printPage(names: readonly string[], options: OptionValues, io: Io): Promise<void> {
  const { force, format, output = [], samples, open } = options
  if (samples)
    throw new ColdstartError('bad-arguments', {
      reason: '--samples is about JSON, and several runs make one page.',
      command: 'report',
    })
  const chosen = format ?? (output.length > 0 ? 'html' : undefined)
  const presentation = choosePresentation(chosen, output, {
    force: force === true,
    samples: false,
    command: 'report',
  })
  const page = open ? pageOf(presentation) : undefined
  await checkFiles(presentation, io)
  const runs = await Promise.all(names.map((name) => reportSampled(name, io.cwd)))
  await writePage(runs, presentation, format !== undefined, io)
  if (page !== undefined) await openWritten(page, io)
}

/** @throws ColdstartError `bad-arguments` where no file was asked for */
function pageOf({ files: [page] }: Presentation): string {
  if (page) return page.path
  throw new ColdstartError('bad-arguments', {
    reason: 'A page of several runs needs a file to be opened from.',
    command: 'report',
    suggestion: '-o report.html --open',
  })
}
