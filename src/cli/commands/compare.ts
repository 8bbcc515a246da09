import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart compare`: recorded runs, baselines and files side by side. */
export const compare: CommandDefinition = {
  configure(command) {
    command
      .description('Compares results: medians, ratios with intervals, p, and what differs between them.')
      .argument('<results...>', 'run files, result documents, baselines, run ids, or latest')
      .option('--force', 'compare unlike things all the same, and say so')
      .option('--format <name>', 'table or json', 'table')
      .addHelpText(
        'after',
        `
One name is compared with latest. Ratios are to the first.

Examples:
  coldstart compare main                     the baseline main against the newest run
  coldstart compare before.jsonl after.jsonl
  coldstart compare main latest --format json | jq .rows`,
      )
  },
  async action({ args, options, io }) {
    if (options.format !== 'table' && options.format !== 'json')
      throw new ColdstartError('bad-arguments', {
        reason: `There is no format "${options.format}" here.`,
        command: 'compare',
      })
    const { compareRecorded } = await import('../compare-recorded.ts')
    const given = args[0] as string[]
    const names = given.length === 1 ? [...given, 'latest'] : given
    io.stdout.write(
      await compareRecorded(names, { io, force: options.force === true, format: options.format }),
    )
    return exitCodes.done
  },
}
