import { join, relative } from 'node:path'
import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import { RESULTS_FOLDER } from '../../run/find-result.ts'
import { exitCodeOfBudgets } from '../../stats/budget/budget-exit-code.ts'
import { judgeBudgets } from '../../stats/budget/judge-budgets.ts'
import { computeResult } from '../../stats/result/compute-result.ts'
import type { Io } from '../io.ts'
import type { BenchRequest } from './bench-request.ts'
import { nextCommands } from './next-command.ts'
import { presentResult } from './present-result.ts'

/** Computes the result of a run, judges its budgets, writes and prints it, and says how to go on. */
export async function conclude(
  run: RunFile,
  request: Pick<BenchRequest, 'config' | 'presentation' | 'allowInconclusive'>,
  baseline: Result | undefined,
  io: Io,
): Promise<ExitCode> {
  const computed = computeResult(run)
  const budgets = judgeBudgets(computed, request.config.budgets, baseline)
  const result: Result = { ...computed, budgets }
  const path = await presentResult(result, request.presentation, join(io.cwd, RESULTS_FOLDER), io)
  const next = nextCommands(result).map((line) => `  ${line}\n`)
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\nNext:\n${next.join('')}`)
  if (!result.samples.some(({ error }) => !error)) return exitCodes.failed
  return exitCodeOfBudgets(budgets, request.allowInconclusive)
}
