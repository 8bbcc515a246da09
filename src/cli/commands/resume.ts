import { type CommandDefinition, certificates } from '../command.ts'
import { formatOption, outputOption } from '../formats.ts'

/** `coldstart resume`: continues a run that was interrupted or killed. */
export const resume: CommandDefinition = {
  description: 'Continues an unfinished run with the same plan, seed and order; nothing is measured twice.',
  arguments: [
    {
      name: '[run]',
      text: 'its id, the beginning of it, a path, or latest; the newest unfinished run where it is left out',
    },
  ],
  options: [
    formatOption('run'),
    outputOption,
    {
      flags: '--target <name=url...>',
      text: 'the address again, where its query or password was typed: a run keeps only hashes',
    },
    { flags: '--location <words>', text: 'where this client is; a run is not resumed from another place' },
    { flags: '--env <name>', text: 'NAME=value, where the run was given it so; several', many: 'repeated' },
    {
      flags: '--header <line>',
      text: '"name: value", where the run was given it so; several',
      many: 'repeated',
    },
    { flags: '--body <text>', text: 'the body, where the run was given it so' },
    { flags: '--event <file>', text: 'the event, where the run was given one in its configuration file' },
    { flags: '--path <path>', text: 'the path with its query, where the run was given one' },
    { flags: '--config <file>', text: 'what was written out there is read again; else a search finds it' },
    { flags: '--samples', text: 'every sample in JSON too, not only waits' },
    { flags: '--force', text: 'overwrite files that exist' },
    certificates,
    { flags: '--over-quota', text: 'deploy again also beyond what the smallest plan of a platform allows' },
    {
      flags: '--cancel',
      text: 'end a run of --workers instead: what they have not begun is taken out of Redis and never sent',
    },
    { flags: '-y, --yes', text: 'do not ask before something is deployed again' },
    { flags: '-q, --quiet', text: 'no progress' },
    { flags: '--verbose', text: 'a line for every invocation' },
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
