import { dirname, relative } from 'node:path'
import type { BenchOutcome } from '../bench/bench.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { Result } from '../core/result.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { presentKeepAlive } from './conclude-keep-alive.ts'
import type { Io } from './io.ts'
import { type Presentation, presentResult } from './presentation.ts'

/**
 * Writes and prints what a run found, and says how to go on.
 * @returns 1 when nothing succeeded or something could not be taken down, else what the budgets say
 */
export async function conclude(
  outcome: BenchOutcome,
  { presentation }: { readonly presentation: Presentation },
  io: Io,
): Promise<ExitCode> {
  const { result, leftBehind, keepAlive } = outcome
  if (keepAlive) presentKeepAlive(outcome, keepAlive, presentation.format, io)
  else await presentMeasured(outcome, presentation, io)
  if (leftBehind.length > 0 || result.samples.every(({ error }) => error)) return exitCodes.failed
  const { allowInconclusive } = result.config as { allowInconclusive?: boolean }
  return exitCodeOfBudgets(result.budgets, allowInconclusive === true)
}

async function presentMeasured(
  { result, runFile }: BenchOutcome,
  presentation: Presentation,
  io: Io,
): Promise<void> {
  const path = await presentResult(result, presentation, dirname(runFile), io)
  const next = nextCommands(result).map((line) => `  ${line}\n`)
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\nNext:\n${next.join('')}`)
}

/** What a reader of this result would want to do next, as commands that can be pasted, and what for. */
function nextCommands(result: Result): string[] {
  const suggestions = suggestionsFor(result)
  const width = Math.max(...suggestions.map(([command]) => command.length))
  return suggestions.map(([command, purpose]) => `${command.padEnd(width)}  ${purpose}`)
}

function suggestionsFor({ run, targets, samples }: Result): [command: string, purpose: string][] {
  if (run.status === 'unfinished')
    return [[`npx coldstart resume ${run.id}`, 'continue where this run stopped']]
  if (targets.some(({ platform }) => platform === 'local'))
    return [
      ['npx coldstart bench --cold 40', 'narrower intervals, and a p95'],
      ['npx coldstart serve', 'curl the same functions and watch them go cold'],
      ['npx coldstart bench --target mine=https://host/api', 'a function that runs already'],
    ]
  if (samples.every(({ error }) => error))
    return [['npx coldstart doctor', 'what keeps the platforms from answering']]
  return [
    [`npx coldstart baseline save main`, 'keep this result to compare with'],
    [`npx coldstart compare main latest`, 'after a change: slower than before?'],
  ]
}
