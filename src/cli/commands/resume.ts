import type { CommandDefinition } from '../command.ts'

/** `coldstart resume`: goes on with a run that was interrupted or killed. */
export const resume: CommandDefinition = {
  description: 'Goes on with an unfinished run: the same plan, seed and order; nothing is measured twice.',
  arguments: [{ name: '[run]', text: 'its id, the beginning of it, a path, or latest', default: 'latest' }],
  options: [
    { flags: '--format <name>', text: 'table or json, on standard output (default: table)' },
    {
      flags: '-o, --output <file>',
      text: 'also write the report to a file: .json or .txt; several',
      many: 'repeated',
    },
    { flags: '--force', text: 'overwrite files that exist' },
    { flags: '-y, --yes', text: 'do not ask before something is deployed anew' },
    { flags: '-q, --quiet', text: 'no progress' },
    { flags: '--verbose', text: 'a line for every invocation' },
  ],
  examples: `Examples:
  coldstart resume
  coldstart resume 2026-11-28 --format json`,
  async action({ args, options, io }) {
    const { choosePresentation } = await import('../presentation.ts')
    const { resumeBench } = await import('../bench/resume-bench.ts')
    const { withRunContext } = await import('../bench/with-run-context.ts')
    const { format, output, force, quiet, verbose, yes } = options
    const request = {
      presentation: choosePresentation(format, output ?? [], force === true),
      progress: quiet ? ('quiet' as const) : verbose ? ('verbose' as const) : ('normal' as const),
      yes: yes === true,
    }
    return withRunContext(io, (connections) => resumeBench(String(args[0]), request, connections, io))
  },
}
