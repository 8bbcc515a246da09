import { choosePresentation } from '../bench/present-result.ts'
import { resumeBench } from '../bench/resume-bench.ts'
import { withRunContext } from '../bench/with-run-context.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart resume`: goes on with a run that was interrupted or killed. */
export const resume: CommandDefinition = {
  configure(command) {
    command
      .description(
        'Goes on with an unfinished run: the same plan, seed and order; nothing is measured twice.',
      )
      .argument('[run]', 'its id, the beginning of it, a path, or latest', 'latest')
      .option('--format <name>', 'table or json, on standard output', 'table')
      .option('-o, --output <file...>', 'also write the report to a file: .json or .txt')
      .option('--force', 'overwrite files that exist')
      .option('-y, --yes', 'do not ask before something is deployed anew')
      .option('-q, --quiet', 'no progress')
      .option('--verbose', 'a line for every invocation')
  },
  async action({ args, options, io }) {
    const { format, output, force, quiet, verbose, yes } = options
    const request = {
      presentation: choosePresentation(format, output ?? [], force === true),
      progress: quiet ? ('quiet' as const) : verbose ? ('verbose' as const) : ('normal' as const),
      yes: yes === true,
    }
    return withRunContext(io, (context) => resumeBench(String(args[0]), request, context, io))
  },
}
