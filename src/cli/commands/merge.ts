import { relative } from 'node:path'
import { splitOutput } from '../../config/output-word.ts'
import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart merge`: runs of several machines and places as one. */
export const merge: CommandDefinition = {
  description:
    'Joins finished runs of one plan from several machines or places into one run file; samples of different runs stay apart.',
  arguments: [{ name: '<runs...>', text: 'run files, run ids, or latest; each alone or as name=file' }],
  options: [
    {
      flags: '-o, --output <file>',
      text: 'where the merged run goes: a .jsonl file (default: results/<its id>.jsonl); with any other ending or format=file, a report of it; repeatable',
      many: 'repeated',
    },
    { flags: '--force', text: 'overwrite files that exist' },
  ],
  examples: `Each target appears once for each run: lambda@fra, lambda@nrt.
Runs of different plans or of different code are refused.
Prints the path of the merged run, for report and compare.

Examples:
  coldstart merge fra=a.jsonl nrt=b.jsonl -o both.jsonl
  coldstart merge fra=a.jsonl nrt=b.jsonl -o both.jsonl -o both.json -o both.html
  coldstart report "$(coldstart merge a.jsonl b.jsonl c.jsonl)" -o places.html`,
  async action({ args, options, io }) {
    io.narrowHeap?.()
    const { merge: mergeRuns } = await import('../../bench/merge.ts')
    const { checkFiles, choosePresentation } = await import('../presentation.ts')
    const force = options.force === true
    const { runFile: output, reports } = divideOutputs(options.output ?? [])
    const presentation = choosePresentation(undefined, reports, {
      // The run file may be there too, so that it may stand without a report.
      force: force && reports.length > 0,
      samples: false,
      command: 'merge',
    })
    await checkFiles(presentation, io)
    const request = { cwd: io.cwd, force, ...(output !== undefined && { output }) }
    const { runFile, parts, samples } = await mergeRuns(args[0] as string[], request)
    io.stdout.write(`${relative(io.cwd, runFile)}\n`)
    const names = parts.map(({ name }) => name).join(', ')
    io.stderr.write(`Merged ${parts.length} runs with ${samples} samples: ${names}.\n`)
    if (reports.length > 0) {
      const { reportSampled } = await import('../../bench/report.ts')
      const { writeReportFiles } = await import('../write-reports.ts')
      await writeReportFiles(await reportSampled(runFile, io.cwd), presentation, io)
    }
    return exitCodes.done
  },
}

/** `both.jsonl` is the run file; `csv=both.jsonl` a report, whatever it ends in. */
const isRunFile = (output: string) => output.endsWith('.jsonl') && splitOutput(output).format === undefined

/** @throws ColdstartError `bad-arguments` where two run files are named, for one run */
function divideOutputs(outputs: readonly string[]): { runFile?: string; reports: readonly string[] } {
  const [runFile, another] = outputs.filter(isRunFile)
  if (another !== undefined)
    throw new ColdstartError('bad-arguments', {
      reason: `There is one merged run, and --output names two run files: ${runFile} and ${another}.`,
      command: 'merge',
    })
  const reports = outputs.filter((output) => !isRunFile(output))
  return runFile === undefined ? { reports } : { runFile, reports }
}
