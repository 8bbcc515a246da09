import { stat } from 'node:fs/promises'
import type { Result } from '../core/result.ts'
import { findResult } from '../store/find-recorded.ts'
import { readResult, streamResult } from '../store/read-result.ts'

export interface ReportRequest {
  /** The folder whose `results/` and `.coldstart/` names are looked up in. */
  readonly cwd: string
  /** False where only figures are needed: a long run file is then streamed, and `samples` is empty. @default true */
  readonly samples?: boolean
  /** How long a run file is streamed, bytes. @default 50 MB, a hundred thousand samples or so */
  readonly streamFromBytes?: number
}

const STREAM_FROM_BYTES = 50e6

/**
 * The result of a recorded run, computed anew from its run file; nothing is measured. The run's budgets are
 * judged again, except where the run is streamed.
 *
 * @example
 * const result = await report('latest', { cwd: process.cwd() })
 * for (const { target, cold } of result.summaries) console.log(target, cold[0]?.wait.p50Ms)
 *
 * @param name a run file, a result document, a baseline, a run id, or `latest`
 * @throws ColdstartError `no-such-result`, `not-a-result`, and those of `readRunFile`
 */
export async function report(name: string, options: ReportRequest): Promise<Result> {
  const { cwd, samples = true, streamFromBytes = STREAM_FROM_BYTES } = options
  const path = await findResult(name, cwd)
  const isLong = path.endsWith('.jsonl') && (await stat(path)).size >= streamFromBytes
  if (isLong && !samples) return streamResult(path)
  const result = await readResult(path)
  return result.budgets.length > 0 ? result : judgeAgain(result, cwd)
}

/** The run's own budgets; a baseline that is gone makes them inconclusive. */
async function judgeAgain(result: Result, cwd: string): Promise<Result> {
  const { budgets: texts } = result.config
  const isJudged = (Array.isArray(texts) && texts.length > 0) || result.config.failIfSlower !== undefined
  if (!isJudged) return result
  const { benchConfig } = await import('../config/bench-config.ts')
  const { success, data: config } = benchConfig.safeParse(result.config)
  if (!success) return result
  const { applyBudgets, readBaseline, readBudgets } = await import('./budgets.ts')
  const budgets = readBudgets(config)
  if (config.baseline === undefined) return applyBudgets(result, budgets).result
  const baseline = await readBaseline(config.baseline, cwd, result.run.startedAt).catch(() => [])
  return applyBudgets(result, { ...budgets, baseline }).result
}
