import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { Result } from '../../core/result.ts'
import type { SampledResult } from '../../store/result-pieces.ts'
import type { CommandDefinition } from '../command.ts'

/** Formats that are made of figures and waits, but for the samples of JSON, which are written one by one. */
const FIGURES_ONLY = ['table', 'markdown', 'junit', 'github-benchmark', 'bencher', 'json']

/** `coldstart report`: any recorded run again, computed anew from its run file. */
export const report: CommandDefinition = {
  description: 'Prints a recorded run again, recomputed from its run file; nothing is measured.',
  arguments: [
    {
      name: '[run]',
      text: 'a run file, a result document, a baseline, a run id, or latest',
      default: 'latest',
    },
  ],
  options: [
    {
      flags: '--format <name>',
      text: 'table, json, html, markdown, csv, junit, openmetrics, github-benchmark, bencher or hyperfine (default: table)',
    },
    {
      flags: '-o, --output <file>',
      text: 'also write the report to a file: the ending says the format, or format=file; several',
      many: 'repeated',
    },
    { flags: '--samples', text: 'with JSON: every sample as it was measured, from the run file' },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Examples:
  coldstart report
  coldstart report latest -o junit=budgets.xml -o report.md
  coldstart report old.jsonl --format json | jq .summaries`,
  async action({ args, options, io }) {
    const { checkFiles, choosePresentation, writeReports } = await import('../presentation.ts')
    const { report: readRecorded, reportSampled } = await import('../../bench/report.ts')
    const { force, samples, format, output = [] } = options
    const asked = { force: force === true, samples: samples === true }
    const presentation = choosePresentation(format, output, asked)
    if (samples && ![presentation, ...presentation.files].some((one) => one.format === 'json'))
      throw new ColdstartError('bad-arguments', {
        reason: '--samples is about JSON, and neither --format nor --output asks for any.',
        command: 'report',
        suggestion: '--format json',
      })
    await checkFiles(presentation, io)
    const [name, { cwd }] = [String(args[0]), io]
    const formats = [presentation, ...presentation.files].map((one) => one.format)
    const isDrawn = formats.some((one) => !FIGURES_ONLY.includes(one))
    const sampled =
      samples && !isDrawn
        ? await reportSampled(name, cwd)
        : asSampled(await readRecorded(name, { cwd, samples: isDrawn }), samples === true)
    await writeReports(sampled, presentation, io)
    if (io.env.GITHUB_ACTIONS === 'true') {
      const { reportToGitHub } = await import('../github/report-to-github.ts')
      await reportToGitHub(sampled.result, undefined, io)
    }
    return exitCodes.done
  },
}

function asSampled(result: Result, samples: boolean): SampledResult {
  return samples ? { result, samples: () => result.samples } : { result }
}
