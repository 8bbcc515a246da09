import { join } from 'node:path'
import type { BenchConfig } from '../config/bench-config.ts'
import type { Deployment } from '../core/deployment.ts'
import type { Result, SampledResult } from '../core/result.ts'
import type { RunEvent } from '../core/run-event.ts'
import type { Sample } from '../core/sample.ts'
import type { MeasuredRun } from '../run/session.ts'
import { sampledFrom } from '../store/read-result.ts'
import { readRunFile } from '../store/read-run-file.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'
import { applyBudgets, type BenchBudgets } from './budgets.ts'
import type { FunctionsEvent } from './describe-functions.ts'
import { findKeepAlive, type KeepAliveFinding } from './keep-alive-findings.ts'
import type { BenchContext } from './session.ts'
import type { TakeDownEvent } from './take-down.ts'

/** What a run tells while it goes on: what is measured, and what is taken down afterwards. */
export type BenchEvent = RunEvent | TakeDownEvent | FunctionsEvent

/** Hears what happens while a bench goes on. */
export type OnBenchEvent = (event: BenchEvent) => void

/** What a bench came to, and what it left behind. */
export interface BenchOutcome {
  /** With verdicts on the budgets; `run.status` is `unfinished` where the signal ended the run. */
  readonly result: Result
  /** The samples as the result shows them, read from the run file one by one: for runs too long to hold. */
  readonly samples: Required<SampledResult>['samples']
  /** Every sample as it was measured; what `resume` and `report` take. */
  readonly runFile: string
  /** Remote deployments that could not be taken down; they stay in the ledger for `coldstart destroy`. */
  readonly leftBehind: readonly Deployment[]
  /** How long instances are kept, where `keepalive` was asked for. */
  readonly keepAlive?: readonly KeepAliveFinding[]
}

/** A run that was measured, and what could not be taken down after it. */
export interface Measured {
  readonly run: MeasuredRun
  readonly leftBehind: readonly Deployment[]
}

/**
 * From a run to what the caller gets: the result with verdicts, where the samples are, what is left.
 * @param runFile where it is not that of a run which began here
 * @throws ColdstartError as `runLines`, where samples are wanted
 */
export async function conclude(
  { run, leftBehind }: Measured,
  { keepalive }: BenchConfig,
  budgets: BenchBudgets,
  { cwd, samples: isWhole = true }: Pick<BenchContext, 'cwd' | 'samples'>,
  runFile = join(cwd, RESULTS_FOLDER, `${run.header.run}.jsonl`),
): Promise<BenchOutcome> {
  const { result, samples } = sampledFrom(runFile, run.measured.build())
  const judged = applyBudgets(result, budgets).result
  return {
    result: isWhole ? { ...judged, samples: await gather(samples()) } : judged,
    samples,
    runFile,
    leftBehind,
    // A search has few samples, and its findings rest on each of them.
    ...(keepalive ? { keepAlive: findKeepAlive((await readRunFile(runFile)).run) } : {}),
  }
}

/** All samples of a run at once, which a long one has too many for. */
export async function gather(samples: Iterable<Sample> | AsyncIterable<Sample>): Promise<Sample[]> {
  const whole: Sample[] = []
  for await (const sample of samples) whole.push(sample)
  return whole
}
