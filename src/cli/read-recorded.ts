import { stat } from 'node:fs/promises'
import { benchConfig } from '../config/bench-config.ts'
import type { Result } from '../core/result.ts'
import { findResult } from '../store/find-result.ts'
import { readResult } from '../store/read-result.ts'
import { streamResult } from '../store/stream-result.ts'
import { applyBudgets, prepareBudgets } from './bench/bench-budgets.ts'
import type { Io } from './io.ts'

/** Formats that print figures and no single sample. */
const FIGURES_ONLY = ['table']
/** Run files from here on are streamed where no sample is printed: a hundred thousand samples or so. */
const STREAM_FROM_BYTES = 50e6

/**
 * Reads what a name means, for a report in these formats. Budgets of the run are judged again; a long run
 * of which only figures are printed is streamed, and then its budgets are not.
 * @param streamFromBytes how long a run file is streamed
 * @throws ColdstartError `no-such-result`, `not-a-result`, and those of `readRunFile`
 */
export async function readRecorded(
  name: string,
  formats: readonly string[],
  { cwd }: Pick<Io, 'cwd'>,
  streamFromBytes = STREAM_FROM_BYTES,
): Promise<Result> {
  const path = await findResult(name, cwd)
  const isLong = path.endsWith('.jsonl') && (await stat(path)).size >= streamFromBytes
  if (isLong && formats.every((format) => FIGURES_ONLY.includes(format))) return streamResult(path)
  const result = await readResult(path)
  return result.budgets.length > 0 ? result : judgeAgain(result, cwd)
}

/** The run's own budgets; a baseline that is gone makes them inconclusive. */
async function judgeAgain(result: Result, cwd: string): Promise<Result> {
  const { success, data: config } = benchConfig.safeParse(result.config)
  if (!success || config.budgets.length === 0) return result
  const { baseline, ...withoutBaseline } = config
  const context =
    withoutBaseline.budgetTolerance === undefined ? {} : { tolerance: withoutBaseline.budgetTolerance }
  const alone = { texts: config.budgets, context, allowInconclusive: true }
  const budgets = baseline === undefined ? alone : await prepareBudgets(config, cwd).catch(() => alone)
  return applyBudgets(result, budgets).result
}
