import { type CommandDefinition, certificates } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'

/** `coldstart resume`: continues a run that was interrupted or killed. */
export const resume: CommandDefinition = {
  description: 'Continues an unfinished run with the same plan, seed and order; nothing is measured twice.',
  arguments: [
    {
      name: '[run]',
      text: 'a run id or the beginning of one, a path, or latest (default: the newest unfinished run)',
    },
  ],
  options: [
    formatOption('run'),
    outputOption,
    {
      flags: '--target <name=url...>',
      text: 'the address again, if its query or password was typed: a run keeps only hashes of those',
    },
    { flags: '--location <words>', text: 'where this machine is; a run is not resumed from another place' },
    {
      flags: '--env <name>',
      text: 'NAME=value again, if the run was given it that way; repeatable',
      many: 'repeated',
    },
    {
      flags: '--header <line>',
      text: '"name: value" again, if the run was given it that way; repeatable',
      many: 'repeated',
    },
    { flags: '--body <text>', text: 'the body again, if the run was given it that way' },
    { flags: '--event <file>', text: 'the event again, if it stood in the configuration file of the run' },
    { flags: '--path <path>', text: 'the path with its query again, if the run was given one' },
    {
      flags: '--config <file>',
      text: 'configuration file of the run, whose values are read again (default: searched for)',
    },
    { flags: '--samples', text: 'with JSON: every sample too, not only figures and waits' },
    { flags: '--force', text: 'overwrite files that exist' },
    certificates,
    { flags: '--over-quota', text: 'deploy again even beyond what the smallest plan of a platform has' },
    {
      flags: '--cancel',
      text: 'end a run of --workers instead: what no worker has begun is taken out of Redis and never sent',
    },
    { flags: '-y, --yes', text: 'do not ask before deploying again' },
    { flags: '-q, --quiet', text: 'show no progress' },
    { flags: '--verbose', text: 'print a line for every invocation' },
  ],
  examples: `Examples:
  coldstart resume
  coldstart resume 2026-11-28 --format json
  coldstart resume 2026-11-28 --cancel`,
  async action({ args, options, io, typed }) {
    const { runResume } = await import('../run-resume.ts')
    return runResume(args[0] === undefined ? undefined : String(args[0]), options, typed, io)
  },
}
