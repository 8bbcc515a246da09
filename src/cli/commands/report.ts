import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** Formats that print figures and no single sample. */
const FIGURES_ONLY = ['table', 'markdown', 'junit', 'github-benchmark', 'bencher']

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
    { flags: '--format <name>', text: 'on standard output (default: table)' },
    {
      flags: '-o, --output <file>',
      text: 'also write the report to a file; the name’s ending says how; several',
      many: 'repeated',
    },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Examples:
  coldstart report
  coldstart report old.jsonl --format json | jq .summaries`,
  async action({ args, options, io }) {
    const { checkFiles, choosePresentation, writeReports } = await import('../presentation.ts')
    const { report: readRecorded } = await import('../../bench/report.ts')
    const presentation = choosePresentation(options.format, options.output ?? [], options.force === true)
    await checkFiles(presentation, io)
    const formats = [presentation.format, ...presentation.files.map(({ format }) => format)]
    const samples = !formats.every((format) => FIGURES_ONLY.includes(format))
    await writeReports(await readRecorded(String(args[0]), { cwd: io.cwd, samples }), presentation, io)
    return exitCodes.done
  },
}
