import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import { plainValue } from '../../core/plain-text.ts'
import { posixRelative } from '../../core/posix-path.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandDefinition, OptionValues } from '../command.ts'
import type { Io } from '../io.ts'
import { readWholeNumber } from '../whole-number.ts'

/** More would be read for nothing: the interval has long stopped narrowing. */
const MOST_RUNS = 1000

/** `coldstart baseline`: results kept under a name, for compare and for budgets. */
export const baseline: CommandDefinition = {
  description: 'Keeps the last runs of the same code under a name, in .coldstart/baselines.',
  arguments: [
    { name: '<action>', text: 'save, list or rm' },
    { name: '[name]', text: 'the baseline' },
    {
      name: '[run]',
      text: 'what is saved: a run file, a result document, a run id, or latest',
      default: 'latest',
    },
  ],
  options: [
    {
      flags: '--keep <n>',
      text: 'with save: how many of the last runs to keep (default: as set before, at first 10)',
    },
    { flags: '--force', text: 'with save: start the baseline anew with this run' },
    {
      flags: '--format <name>',
      text: 'with list: table or json (default: table)',
      choices: ['table', 'json'],
    },
  ],
  examples: `From three runs on, a new run is judged by how much the recorded runs differ.

Examples:
  coldstart baseline save main                  add the latest run to main
  coldstart baseline save main --keep 20
  coldstart bench --baseline main --fail-if-slower 10%
  coldstart baseline list --format json
  coldstart baseline rm main`,
  async action({ args, options, io }) {
    io.narrowHeap?.()
    const [action, name, run] = args as [string, string | undefined, string]
    refuseMisplaced(action, options)
    if (action === 'list') io.stdout.write(await list(io, options.format))
    else if (action === 'save') io.stderr.write(await save(needed(name, action), run, options, io))
    else if (action === 'rm') io.stderr.write(await remove(needed(name, action), io))
    else
      throw new ColdstartError('bad-arguments', {
        reason: `There is no baseline action "${action}".`,
        command: 'baseline',
        suggestion: suggestionFor(action, ['save', 'list', 'rm']),
      })
    return exitCodes.done
  },
}

/** Which action each option belongs to. */
const BELONGS_TO = { keep: 'save', force: 'save', format: 'list' } as const

function refuseMisplaced(action: string, options: OptionValues): void {
  for (const [option, owner] of Object.entries(BELONGS_TO))
    if (options[option] !== undefined && action !== owner)
      throw new ColdstartError('bad-arguments', {
        reason: `--${option} belongs to baseline ${owner}.`,
        command: 'baseline',
      })
}

function needed(name: string | undefined, action: 'save' | 'rm'): string {
  if (name !== undefined) return name
  throw new ColdstartError('bad-arguments', {
    reason: `Name the baseline to ${action === 'save' ? 'save' : 'remove'}.`,
    command: 'baseline',
  })
}

/** Of each baseline its name, start and id of its newest run, its targets, and how many runs there are. */
async function list({ cwd }: Io, format: string): Promise<string> {
  const { baselineFolder, baselinePath, listBaselines } = await import('../../store/baseline-folder.ts')
  const { readBaselineFacts } = await import('../../store/baseline-facts.ts')
  const found: { name: string; startedAt: string; run: string; targets: string[]; runs: string[] }[] = []
  // One after the other: each may be of a million samples.
  for (const name of await listBaselines(baselineFolder(cwd))) {
    const runs = await readBaselineFacts(baselinePath(cwd, name))
    for (const { run, startedAt, targets } of runs.slice(-1))
      found.push({
        name,
        startedAt,
        run,
        targets: targets.map(({ id }) => id),
        runs: runs.map((one) => one.run),
      })
  }
  if (format === 'json') return `${JSON.stringify(found, undefined, 2)}\n`
  return found
    .map(
      ({ name, startedAt, run, targets, runs }) =>
        `${plainValue([name, startedAt, run, targets.join(', '), countRuns(runs.length)]).join('\t')}\n`,
    )
    .join('')
}

async function save(name: string, run: string, options: OptionValues, { cwd }: Io): Promise<string> {
  const { saveBaseline } = await import('../../store/baselines.ts')
  const { compactResult, compactRunFile } = await import('../../store/baseline-run.ts')
  const { findResult } = await import('../../store/find-recorded.ts')
  const { readResult } = await import('../../store/read-result.ts')
  const { RUNS_NEEDED } = await import('../../stats/recorded-runs.ts')
  const bounds = { flag: '--keep', command: 'baseline', least: 1, most: MOST_RUNS }
  const keep = options.keep === undefined ? {} : { keep: readWholeNumber(options.keep, bounds) }
  const found = await findResult(run, cwd)
  const recorded = found.endsWith('.jsonl')
    ? await compactRunFile(found)
    : compactResult(await readResult(found))
  const saved = await saveBaseline(recorded, { cwd, name, force: options.force === true, ...keep })
  const path = posixRelative(cwd, saved.path)
  if (saved.runs === 1 && saved.dropped.length === 0) return `Saved run ${recorded.run} as ${path}.\n`
  const missing = RUNS_NEEDED - saved.runs
  const remedy =
    saved.keep < RUNS_NEEDED
      ? `It keeps ${saved.keep}; with --keep ${RUNS_NEEDED} or more it would know`
      : `${missing} more, and it knows`
  const more = missing > 0 ? ` ${remedy} how far runs of equal code differ.` : ''
  const dropped = saved.dropped.length > 0 ? ` Not in it any more: ${saved.dropped.join(', ')}.` : ''
  return `Added run ${recorded.run} to ${path}, which has ${countRuns(saved.runs)} now.${dropped}${more}\n`
}

function countRuns(n: number): string {
  return `${n} ${n === 1 ? 'run' : 'runs'}`
}

async function remove(name: string, { cwd }: Io): Promise<string> {
  const { removeBaseline } = await import('../../store/baselines.ts')
  await removeBaseline(cwd, name)
  return `Removed the baseline ${name}.\n`
}
