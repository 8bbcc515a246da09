import { join, relative } from 'node:path'
import { applyBudgets, type BenchBudgets } from '../../bench/budgets.ts'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { RunFile } from '../../core/run-file.ts'
import { computeResult } from '../../stats/result/compute-result.ts'
import { RESULTS_FOLDER } from '../../store/find-result.ts'
import type { Io } from '../io.ts'
import { type Presentation, presentResult } from '../presentation.ts'
import { nextCommands } from './next-command.ts'

export interface Conclusion {
  readonly presentation: Presentation
  readonly budgets: BenchBudgets
}

/**
 * Computes the result of a run, judges its budgets, writes and prints it, and says how to go on.
 * @returns 1 when nothing succeeded, else what the budgets say
 */
export async function conclude(
  run: RunFile,
  { presentation, budgets }: Conclusion,
  io: Io,
): Promise<ExitCode> {
  const { result, exitCode } = applyBudgets(computeResult(run), budgets)
  const path = await presentResult(result, presentation, join(io.cwd, RESULTS_FOLDER), io)
  const next = nextCommands(result).map((line) => `  ${line}\n`)
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\nNext:\n${next.join('')}`)
  return result.samples.some(({ error }) => !error) ? exitCode : exitCodes.failed
}
