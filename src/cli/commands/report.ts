import { join, resolve } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { SampledResult } from '../../core/result.ts'
import type { CommandDefinition, OptionValues } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'
import type { Io } from '../io.ts'
import type { Presentation } from '../presentation.ts'

/** `coldstart report`: any recorded run again, computed anew from its run file. */
export const report: CommandDefinition = {
  description: 'Prints a recorded run again, recomputed from its run file; nothing is measured.',
  arguments: [
    {
      name: '[runs...]',
      text: 'a run file, a result document, a baseline, a run id, or latest (default: latest); several for one page',
    },
  ],
  options: [
    formatOption('run'),
    outputOption,
    { flags: '--open', text: 'open it as a page in the browser (results/<run>.html, or the page of -o)' },
    { flags: '--samples', text: 'with JSON: every sample as it was measured, from the run file' },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Examples:
  coldstart report
  coldstart report old.jsonl --format json | jq .summaries
  coldstart report before after -o both.html          laid over each other
  coldstart report --open
  coldstart report latest -o junit=report.xml -o report.csv`,
  async action({ args, options, io }) {
    const given = (args[0] ?? []) as readonly string[]
    if (given.length > 1) await printPage(given, options, io)
    else await printRun(given[0] ?? 'latest', options, io)
    return exitCodes.done
  },
}

/** One run in any format. */
async function printRun(name: string, options: OptionValues, io: Io): Promise<void> {
  const { checkFiles, choosePresentation, needsSamples } = await import('../presentation.ts')
  const { writeReports } = await import('../write-reports.ts')
  const { report: readRecorded, reportSampled } = await import('../../bench/report.ts')
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
    const { reportToGitHub } = await import('../github/report-to-github.ts')
    await reportToGitHub(sampled.result, undefined, io)
  }
}

/** Opens the page that was asked for by `-o`, else one that is written beside the run file. */
async function openReport(sampled: SampledResult, presentation: Presentation, io: Io): Promise<void> {
  const asked = presentation.files.find((file) => file.format === 'html')
  if (asked) return openWritten(asked.path, io)
  const { writeReportFiles } = await import('../write-reports.ts')
  const { RESULTS_FOLDER } = await import('../../store/recorded-runs.ts')
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
  const { checkFiles, choosePresentation } = await import('../presentation.ts')
  const { writePage } = await import('../write-reports.ts')
  const { reportSampled } = await import('../../bench/report.ts')
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
