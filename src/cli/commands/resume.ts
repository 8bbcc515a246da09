import { type CommandDefinition, certificates, type OptionValues } from '../command.ts'
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
  async action({ args, options, io }) {
    const { resume: resumeRun } = await import('../../bench/resume.ts')
    const { conclude } = await import('../conclude.ts')
    const { progressOf } = await import('../bench-request.ts')
    const { checkFiles, choosePresentation } = await import('../presentation.ts')
    const { agreeOnTerminal, watch } = await import('../run-bench.ts')
    const { withInterrupt } = await import('../run-context.ts')
    const { format, output, force, samples, quiet, verbose, yes, target = [] } = options
    const presentation = choosePresentation(format, output ?? [], {
      force: force === true,
      samples: samples === true,
      command: 'resume',
    })
    await checkFiles(presentation, io)
    const agree = agreeOnTerminal(yes === true, io)
    const { resolveConfig } = await import('../../config/resolve-config.ts')
    const given = { location: options.location, overQuota: options.overQuota, ca: options.ca }
    const { readConfigFile } = await import('../read-config-file.ts')
    const { config: path } = options
    const { location, overQuota, ca } = resolveConfig({ env: io.env, flags: given }).config
    const written = async () => {
      const file = await readConfigFile(path === undefined ? undefined : String(path), io)
      return resolveConfig({ env: io.env, file }).config
    }
    const place = {
      overQuota,
      cancel: options.cancel === true,
      ...(location !== undefined && { location }),
      ...(ca !== undefined && { ca }),
    }
    return withInterrupt(io, async (context) => {
      const outcome = await watch(progressOf(quiet, verbose), io, (onEvent) =>
        resumeRun(
          args[0] === undefined ? undefined : String(args[0]),
          { ...context, ...place, agree, samples: false, words: wordsOf(options), written },
          onEvent,
          target as readonly string[],
        ),
      )
      return conclude(outcome, { presentation }, io)
    })
  },
}

/** What a run keeps only hashes of, as it was typed again. */
function wordsOf({ env, header: headers, body, event, path }: OptionValues) {
  return {
    ...(env && { env }),
    ...(headers && { headers }),
    ...(body && { body }),
    ...(event && { event }),
    ...(path && { path }),
  }
}
