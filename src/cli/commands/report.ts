import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'

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
    formatOption('recorded'),
    outputOption,
    { flags: '--open', text: 'open it as a page in the browser (results/<run>.html, or the page of -o)' },
    { flags: '--samples', text: 'with JSON: every sample as it was measured, from the run file' },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Examples:
  coldstart report
  coldstart report old.jsonl --format json | jq .summaries
  coldstart report a.jsonl b.jsonl -o both.html       laid over each other
  coldstart report --open
  coldstart report latest -o junit=report.xml -o report.csv
  coldstart report latest --format speedscope         of a run of coldstart why`,
  async action({ args, options, io }) {
    const { runReport } = await import('../run-report.ts')
    await runReport((args[0] ?? []) as readonly string[], options, io)
    return exitCodes.done
  },
}
