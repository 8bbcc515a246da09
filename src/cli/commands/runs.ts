import { join } from 'node:path'
import { exitCodes } from '../../core/exit-codes.ts'
import { RESULTS_FOLDER } from '../../store/find-result.ts'
import { listRuns, type RunListing } from '../../store/list-runs.ts'
import type { CommandDefinition } from '../command.ts'

/** `coldstart runs`: what was measured so far, and what can be resumed. */
export const runs: CommandDefinition = {
  configure(command) {
    command.description('Lists runs, finished and not.').option('--format <name>', 'table or json', 'table')
  },
  async action({ options, io }) {
    const listings = await listRuns(join(io.cwd, RESULTS_FOLDER))
    if (options.format === 'json') io.stdout.write(`${JSON.stringify(listings, undefined, 2)}\n`)
    else io.stdout.write(listings.map(describe).join(''))
    if (listings.length === 0)
      io.stderr.write(`No runs in ${RESULTS_FOLDER}. Start one with coldstart bench.\n`)
    const unfinished = listings.findLast(({ state }) => state === 'unfinished')
    if (unfinished) io.stderr.write(`\nGo on with one:  coldstart resume ${unfinished.run}\n`)
    return exitCodes.done
  },
}

function describe({ run, state, samples, errors, targets, problem }: RunListing): string {
  if (problem !== undefined) return `${run}  ${state}  ${problem}\n`
  const failed = errors > 0 ? ` (${errors} failed)` : ''
  return `${run}  ${state.padEnd(10)}  ${samples} samples${failed}  ${summarise(targets)}\n`
}

function summarise(targets: readonly string[]): string {
  const shown = targets.slice(0, 4).join(', ')
  return targets.length > 4 ? `${shown} and ${targets.length - 4} more` : shown
}
