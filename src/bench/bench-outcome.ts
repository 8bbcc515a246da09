import { join } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import type { Result } from '../core/result.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { RunFile } from '../core/run-file.ts'
import { computeResult } from '../stats/result/compute-result.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { applyBudgets, type BenchBudgets } from './budgets.ts'
import type { FunctionsEvent } from './describe-functions.ts'
import { findKeepAlive, type KeepAliveFinding } from './keep-alive-findings.ts'
import type { TakeDownEvent } from './take-down.ts'

/** What a run tells while it goes on: what is measured, and what is taken down afterwards. */
export type BenchEvent = RunEvent | TakeDownEvent | FunctionsEvent

export type OnBenchEvent = (event: BenchEvent) => void

export interface BenchOutcome {
  /** With verdicts on the budgets; `run.status` is `unfinished` where the signal ended the run. */
  readonly result: Result
  /** Every sample as it was measured; what `resume` and `report` take. */
  readonly runFile: string
  /** Remote deployments that could not be taken down; they stay in the ledger for `coldstart destroy`. */
  readonly leftBehind: readonly Deployment[]
  /** How long instances are kept, where `keepalive` was asked for. */
  readonly keepAlive?: readonly KeepAliveFinding[]
}

/** A run that was measured, and what could not be taken down after it. */
export interface Measured {
  readonly run: RunFile
  readonly leftBehind: readonly Deployment[]
}

/** From a run to what the caller gets: the result with verdicts, where the samples are, what is left. */
export function conclude(
  { run, leftBehind }: Measured,
  { keepalive }: BenchConfig,
  budgets: BenchBudgets,
  cwd: string,
): BenchOutcome {
  return {
    result: applyBudgets(computeResult(run), budgets).result,
    runFile: join(cwd, RESULTS_FOLDER, `${run.header.run}.jsonl`),
    leftBehind,
    ...(keepalive ? { keepAlive: findKeepAlive(run) } : {}),
  }
}
