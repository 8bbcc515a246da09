import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart baseline`: results kept under a name, for compare and for budgets. */
export const baseline: CommandDefinition = {
  configure(command) {
    command
      .description('Keeps results under a name, in .coldstart/baselines.')
      .argument('<action>', 'save, list or rm')
      .argument('[name]', 'the baseline')
      .argument('[run]', 'what is saved: a run file, a result document, a run id, or latest', 'latest')
      .option('--force', 'replace a baseline that exists')
      .addHelpText(
        'after',
        `
Examples:
  coldstart baseline save main
  coldstart bench --baseline main --budget "cold.p50 < baseline * 1.1"
  coldstart baseline rm main`,
      )
  },
  async action({ args, options, io }) {
    const actions = await import('../baseline-actions.ts')
    const [action, name, run] = args as [string, string | undefined, string]
    if (action === 'list') io.stdout.write(await actions.list(io))
    else if (action !== 'save' && action !== 'rm')
      throw new ColdstartError('bad-arguments', {
        reason: `A baseline cannot be "${action}".`,
        command: 'baseline',
        suggestion: suggestionFor(action, ['save', 'list', 'rm']),
      })
    else if (name === undefined)
      throw new ColdstartError('bad-arguments', {
        reason: `Which baseline is to be ${action === 'save' ? 'saved' : 'removed'}?`,
        command: 'baseline',
      })
    else if (action === 'save') io.stderr.write(await actions.save(io, name, run, options.force === true))
    else io.stderr.write(await actions.remove(io, name))
    return exitCodes.done
  },
}
