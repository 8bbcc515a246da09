import { exitCodes } from '../../core/exit-codes.ts'
import { choosePresentation, writeReports } from '../bench/present-result.ts'
import type { CommandDefinition } from '../command.ts'
import { readRecorded } from '../read-recorded.ts'

/** `coldstart report`: any recorded run again, computed anew from its run file. */
export const report: CommandDefinition = {
  configure(command) {
    command
      .description('Prints a recorded run again, computed anew from its run file; nothing is measured.')
      .argument('[run]', 'a run file, a result document, a baseline, a run id, or latest', 'latest')
      .option('--format <name>', 'on standard output (default: table)')
      .option('-o, --output <file...>', 'also write the report to a file; the name’s ending says how')
      .option('--force', 'overwrite files that exist')
      .addHelpText(
        'after',
        '\nExamples:\n  coldstart report\n  coldstart report old.jsonl --format json | jq .summaries',
      )
  },
  async action({ args, options, io }) {
    const presentation = choosePresentation(options.format, options.output ?? [], options.force === true)
    const formats = [presentation.format, ...presentation.files.map(({ format }) => format)]
    await writeReports(await readRecorded(args[0] as string, formats, io), presentation, io)
    return exitCodes.done
  },
}
