import { type ExitCode, exitCodes } from '../../core/exit-codes.ts'
import type { BudgetVerdict } from '../../core/result.ts'

/** 99 when any budget failed, 3 when any is inconclusive and that is not allowed, else 0. */
export function exitCodeOfBudgets(
  verdicts: readonly Pick<BudgetVerdict, 'verdict'>[],
  allowInconclusive = false,
): ExitCode {
  if (verdicts.some(({ verdict }) => verdict === 'fail')) return exitCodes.overBudget
  const open = verdicts.some(({ verdict }) => verdict === 'inconclusive')
  return open && !allowInconclusive ? exitCodes.inconclusive : exitCodes.done
}
