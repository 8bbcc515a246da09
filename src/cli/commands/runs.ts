import { exitCodes } from '../../core/exit-codes.ts'
import { plainValue } from '../../core/plain-text.ts'
import { formatMs } from '../../reporters/format-ms.ts'
import type { RunListing } from '../../store/list-runs.ts'
import { type CommandDefinition, tableOrJson } from '../command.ts'

/** `coldstart runs`: what was measured so far, and what can be resumed. */
export const runs: CommandDefinition = {
  description: 'Lists runs, finished and not, oldest first; the last one is what latest means.',
  options: [tableOrJson],
  examples: `Examples:
  coldstart runs
  coldstart runs --format json | jq -r '.[] | select(.state == "unfinished") | .run'`,
  async action({ options, io }) {
    const { listRuns } = await import('../../store/list-runs.ts')
    const listings = await listRuns(io.cwd)
    if (options.format === 'json') io.stdout.write(`${JSON.stringify(listings, undefined, 2)}\n`)
    // A line a run, whatever a label or a name holds.
    else io.stdout.write(listings.map((one) => `${plainValue(describe(one))}\n`).join(''))
    if (listings.length === 0) io.stderr.write('No runs in results. Start one with coldstart bench.\n')
    const unfinished = listings.findLast(({ state }) => state === 'unfinished')
    if (unfinished) io.stderr.write(`\nTo finish the last one:  coldstart resume ${unfinished.run}\n`)
    return exitCodes.done
  },
}

function describe(listing: RunListing): string {
  const { run, state, samples, errors, targets, problem, label, revision, branch, figures } = listing
  if (problem !== undefined) return `${run}  ${state}  ${problem}`
  const failed = errors ? ` (${errors} failed)` : ''
  const code = revision === undefined ? [] : [branch === undefined ? revision : `${branch} ${revision}`]
  const name = [...(label === undefined ? [] : [`"${label}"`]), ...code].join(', ')
  const about = figures ? summarise(figures.map(sayFigure)) : summarise(targets)
  return `${run}  ${state.padEnd(10)}  ${samples ?? '?'} samples${failed}  ${about}${name && `  ${name}`}`
}

/** `lambda p50 67.4 ms (n = 10)`. */
function sayFigure({ target, p50Ms, n }: NonNullable<RunListing['figures']>[number]): string {
  return `${target} p50 ${formatMs(p50Ms)} ms (n = ${n})`
}

function summarise(targets: readonly string[]): string {
  const shown = targets.slice(0, 4).join(', ')
  return targets.length > 4 ? `${shown} and ${targets.length - 4} more` : shown
}
