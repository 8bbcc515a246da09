import { dirname, relative } from 'node:path'
import type { BenchOutcome } from '../bench/bench.ts'
import { type ExitCode, exitCodes } from '../core/exit-codes.ts'
import type { Result } from '../core/result.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { findingsIn } from './conclude-keep-alive.ts'
import type { Io } from './io.ts'
import { type AskedBy, nextCommands } from './next-commands.ts'
import type { Presentation } from './presentation.ts'
import { presentResult } from './write-reports.ts'
import type { PiecesIn } from './write-shown.ts'

/**
 * Writes and prints what a run found, and says how to go on.
 * @returns 1 when nothing succeeded or something could not be taken down, else what the budgets say
 */
export async function conclude(
  outcome: BenchOutcome,
  { presentation, ...asked }: AskedBy & { readonly presentation: Presentation },
  io: Io,
): Promise<ExitCode> {
  const { result, leftBehind } = outcome
  await present(outcome, presentation, asked, io)
  if (leftBehind.length > 0 || hasOnlyFailed(result)) return exitCodes.failed
  const { allowInconclusive } = result.config as { allowInconclusive?: boolean }
  return exitCodeOfBudgets(result.budgets, allowInconclusive === true)
}

/** True where nothing succeeded, also of a run that measured nothing. */
function hasOnlyFailed({ summaries }: Result): boolean {
  return summaries.every(
    ({ invocations, errors }) => Object.values(errors).reduce((sum, count) => sum + count, 0) === invocations,
  )
}

async function present(
  outcome: BenchOutcome,
  presentation: Presentation,
  asked: AskedBy,
  io: Io,
): Promise<void> {
  const { result, samples, runFile, keepAlive } = outcome
  const shownOf =
    keepAlive && ((ofRun: PiecesIn) => findingsIn(outcome, keepAlive, presentation.samples, ofRun))
  const path = await presentResult({ result, samples }, presentation, dirname(runFile), io, shownOf)
  if (io.env.GITHUB_ACTIONS === 'true') {
    const { reportToGitHub } = await import('./github/report-to-github.ts')
    await reportToGitHub(result, path, io)
  }
  const next = nextCommands(outcome, hasOnlyFailed(result), { ...asked, shell: io.shell })
  io.stderr.write(`\nSaved ${relative(io.cwd, path)}\nNext:\n${next.map((line) => `  ${line}\n`).join('')}`)
}
