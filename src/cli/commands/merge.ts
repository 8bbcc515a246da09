import { relative } from 'node:path'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart merge`: runs of several machines and places as one. */
export const merge: CommandDefinition = {
  description:
    'Joins finished runs of one plan from several machines or places into one run file; pools nothing.',
  arguments: [{ name: '<runs...>', text: 'run files, run ids, or latest; each alone or as name=file' }],
  options: [
    { flags: '-o, --output <file>', text: 'where the merged run goes (default: results/<its id>.jsonl)' },
    { flags: '--force', text: 'overwrite a file that exists' },
  ],
  examples: `Every target is there once a part: lambda@fra, lambda@nrt.
What is not of one plan and one code is refused.
Prints the path, for report and compare.

Examples:
  coldstart merge fra=a.jsonl nrt=b.jsonl -o both.jsonl
  coldstart report "$(coldstart merge a.jsonl b.jsonl c.jsonl)" -o places.html`,
  async action({ args, options, io }) {
    const { merge: mergeRuns } = await import('../../bench/merge.ts')
    const { output, force } = options
    const request = { cwd: io.cwd, force: force === true, ...(output !== undefined && { output }) }
    const { runFile, parts, samples } = await mergeRuns(args[0] as string[], request)
    io.stdout.write(`${relative(io.cwd, runFile)}\n`)
    const names = parts.map(({ name }) => name).join(', ')
    io.stderr.write(`Merged ${parts.length} runs with ${samples} samples: ${names}.\n`)
    return exitCodes.done
  },
}
