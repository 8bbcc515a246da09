import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { SampledResult } from '../../core/result.ts'
import type { CommandDefinition, OptionValues } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'
import type { Io } from '../io.ts'

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
    { flags: '--samples', text: 'with JSON: every sample as it was measured, from the run file' },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Examples:
  coldstart report
  coldstart report old.jsonl --format json | jq .summaries
  coldstart report before after -o both.html          laid over each other
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
  const { checkFiles, choosePresentation, needsSamples, writeReports } = await import('../presentation.ts')
  const { report: readRecorded, reportSampled } = await import('../../bench/report.ts')
  const { force, samples, format, output = [] } = options
  const asked = { force: force === true, samples: samples === true, command: 'report' }
  const presentation = choosePresentation(format, output, asked)
  if (samples && ![presentation, ...presentation.files].some((one) => one.format === 'json'))
    throw new ColdstartError('bad-arguments', {
      reason: '--samples is about JSON, and neither --format nor --output asks for any.',
      command: 'report',
      suggestion: '--format json',
    })
  await checkFiles(presentation, io)
  const sampled: SampledResult = needsSamples(presentation)
    ? await reportSampled(name, io.cwd)
    : { result: await readRecorded(name, { cwd: io.cwd, samples: false }) }
  await writeReports(sampled, presentation, io)
  if (io.env.GITHUB_ACTIONS === 'true') {
    const { reportToGitHub } = await import('../github/report-to-github.ts')
    await reportToGitHub(sampled.result, undefined, io)
  }
}

/** Several runs laid over each other on one page. */
async function printPage(names: readonly string[], options: OptionValues, io: Io): Promise<void> {
  const { checkFiles, choosePresentation, writePage } = await import('../presentation.ts')
  const { reportSampled } = await import('../../bench/report.ts')
  const { force, format, output = [], samples } = options
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
  await checkFiles(presentation, io)
  const runs = await Promise.all(names.map((name) => reportSampled(name, io.cwd)))
  await writePage(runs, presentation, format !== undefined, io)
}
