import { relative } from 'node:path'
import { parseDuration } from '../../core/duration.ts'
import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import type { CommandDefinition } from '../command.ts'
import { readWholeNumber } from '../whole-number.ts'

const MOST_KEPT = 1_000_000
const MB = 1e6

/** `coldstart prune`: old recorded runs go, by age and count. */
export const prune: CommandDefinition = {
  description: 'Removes old runs from results: run files, their documents, and reports named after them.',
  options: [
    { flags: '--older-than <duration>', text: 'remove runs that began longer ago than this: 90d, 12h' },
    { flags: '--keep <n>', text: 'always keep this many of the newest runs' },
    { flags: '--dry-run', text: 'say what would be removed; remove nothing' },
  ],
  examples: `With both, a run is removed only if both allow it.
Runs of a baseline stay, and so do runs that can be resumed.

Examples:
  coldstart prune --older-than 90d --dry-run
  coldstart prune --keep 200
  coldstart prune --older-than 30d --keep 50`,
  async action({ options, io }) {
    const { olderThan, keep, dryRun } = options
    if (olderThan === undefined && keep === undefined)
      throw new ColdstartError('bad-arguments', {
        reason: 'Say which runs may be removed: --older-than 90d, --keep 200, or both.',
        command: 'prune',
      })
    const { findPrunable, removeRun } = await import('../../store/prune-runs.ts')
    const bounds = { flag: '--keep', command: 'prune', least: 0, most: MOST_KEPT }
    const { goes, stays } = await findPrunable({
      cwd: io.cwd,
      ...(olderThan === undefined ? {} : { before: io.clock.wallMs() - parseDuration(olderThan) }),
      ...(keep === undefined ? {} : { keep: readWholeNumber(keep, bounds) }),
    })
    for (const one of goes) {
      if (!dryRun) await removeRun(one)
      io.stdout.write(one.paths.map((path) => `${relative(io.cwd, path)}\n`).join(''))
    }
    for (const { run, reason } of stays) io.stderr.write(`${run} stays: ${reason}.\n`)
    const bytes = goes.reduce((sum, one) => sum + one.bytes, 0)
    const runs = `${goes.length} ${goes.length === 1 ? 'run' : 'runs'}, ${(bytes / MB).toFixed(1)} MB`
    io.stderr.write(dryRun ? `Would remove ${runs}; nothing was removed.\n` : `Removed ${runs}.\n`)
    return exitCodes.done
  },
}
