import { relative } from 'node:path'
import { ColdstartError } from '../../core/errors.ts'
import { exitCodes } from '../../core/exit-codes.ts'
import { suggestionFor } from '../../core/suggestion.ts'
import type { CommandDefinition } from '../command.ts'
import type { Io } from '../io.ts'

/** `coldstart baseline`: results kept under a name, for compare and for budgets. */
export const baseline: CommandDefinition = {
  description: 'Keeps results under a name, in .coldstart/baselines.',
  arguments: [
    { name: '<action>', text: 'save, list or rm' },
    { name: '[name]', text: 'the baseline' },
    {
      name: '[run]',
      text: 'what is saved: a run file, a result document, a run id, or latest',
      default: 'latest',
    },
  ],
  options: [{ flags: '--force', text: 'replace a baseline that exists' }],
  examples: `Examples:
  coldstart baseline save main
  coldstart bench --baseline main --budget "cold.p50 < baseline * 1.1"
  coldstart baseline rm main`,
  async action({ args, options, io }) {
    const [action, name, run] = args as [string, string | undefined, string]
    if (action === 'list') io.stdout.write(await list(io))
    else if (action === 'save')
      io.stderr.write(await save(needed(name, action), run, options.force === true, io))
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

function needed(name: string | undefined, action: 'save' | 'rm'): string {
  if (name !== undefined) return name
  throw new ColdstartError('bad-arguments', {
    reason: `Name the baseline to ${action === 'save' ? 'save' : 'remove'}.`,
    command: 'baseline',
  })
}

async function list({ cwd }: Io): Promise<string> {
  const { baselineFolder, baselinePath, listBaselines } = await import('../../store/baselines.ts')
  const { readResult } = await import('../../store/read-result.ts')
  const names = await listBaselines(baselineFolder(cwd))
  const lines = await Promise.all(
    names.map(async (name) => {
      const { run, targets } = await readResult(baselinePath(cwd, name))
      return `${name}\t${run.startedAt}\t${run.id}\t${targets.map(({ id }) => id).join(', ')}\n`
    }),
  )
  return lines.join('')
}

async function save(name: string, run: string, force: boolean, { cwd }: Io): Promise<string> {
  const { saveBaseline } = await import('../../store/baselines.ts')
  const { findResult } = await import('../../store/find-recorded.ts')
  const { readResult } = await import('../../store/read-result.ts')
  const result = await readResult(await findResult(run, cwd))
  const path = await saveBaseline(result, { cwd, name, force })
  return `Saved run ${result.run.id} as ${relative(cwd, path)}.\n`
}

async function remove(name: string, { cwd }: Io): Promise<string> {
  const { removeBaseline } = await import('../../store/baselines.ts')
  await removeBaseline(cwd, name)
  return `Removed the baseline ${name}.\n`
}
