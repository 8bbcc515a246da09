import { exitCodes } from '../../core/exit-codes.ts'
import { plainValue } from '../../core/plain-text.ts'
import type { CommandDefinition } from '../command.ts'
import type { Io } from '../io.ts'

/** `coldstart compare`: recorded runs, baselines and files side by side. */
export const compare: CommandDefinition = {
  description: 'Compares results: medians, ratios with intervals, p, and what differs between them.',
  arguments: [{ name: '<results...>', text: 'run files, result documents, baselines, run ids, or latest' }],
  options: [
    { flags: '--force', text: 'compare unlike things all the same, and say so' },
    { flags: '--format <name>', text: 'on standard output', choices: ['table', 'json'], default: 'table' },
  ],
  examples: `One name is compared with latest. Ratios are to the first.

Examples:
  coldstart compare main                     the baseline main against the newest run
  coldstart compare before.jsonl after.jsonl
  coldstart compare main latest --format json | jq .rows`,
  async action({ args, options, io }) {
    const given = args[0] as string[]
    const names = given.length === 1 ? [...given, 'latest'] : given
    io.stdout.writeOwn(await renderComparison(names, options.force === true, options.format, io))
    return exitCodes.done
  },
}

/** @returns the table or the JSON document */
async function renderComparison(
  names: readonly string[],
  force: boolean,
  format: 'table' | 'json',
  io: Io,
): Promise<string> {
  const { compare: compareRecorded } = await import('../../bench/compare.ts')
  const comparison = plainValue(await compareRecorded(names, { cwd: io.cwd, force }))
  const forced = comparison.unlike.length > 0
  if (format === 'json') {
    const { readVersion } = await import('../../core/version.ts')
    const tool = { name: 'coldstart', version: await readVersion() }
    return `${JSON.stringify({ schemaVersion: 1, tool, unit: 'ms', forced, ...comparison }, null, 2)}\n`
  }
  const { compareTable } = await import('../../reporters/compare-table.ts')
  const { columns, colorLevel } = io.stdout
  return compareTable(comparison, { columns, colorLevel, forced })
}
