import type { Result, SampledResult } from '../core/result.ts'
import type { Sample } from '../core/sample.ts'
import { findResult } from '../store/find-recorded.ts'
import { readResult, readSampled } from '../store/read-result.ts'

/** Where the named run is looked for. */
export interface ReportRequest {
  /** The folder whose `results/` and `.coldstart/` names are looked up in. */
  readonly cwd: string
  /** False where only figures are needed: `samples` is then empty, and a run of any length takes little memory. @default true */
  readonly samples?: boolean
}

/**
 * The result of a recorded run, computed anew from its run file; nothing is measured. The run's budgets are
 * judged again.
 *
 * @example
 * const result = await report('latest', { cwd: process.cwd() })
 * for (const { target, cold } of result.summaries) console.log(target, cold[0]?.wait.p50Ms)
 *
 * @param name a run file, a result document, a baseline, a run id, or `latest`
 * @throws ColdstartError `no-such-result`, `not-a-result`, `samples-gone`, and those of `runLines`
 */
export async function report(name: string, { cwd, samples = true }: ReportRequest): Promise<Result> {
  if (!samples) return judgeAgain(await readResult(await findResult(name, cwd)), cwd)
  const sampled = await reportSampled(name, cwd)
  const whole: Sample[] = []
  for await (const sample of sampled.samples()) whole.push(sample)
  return { ...sampled.result, samples: whole }
}

/**
 * The same with its samples one by one, for runs too long to hold.
 * @throws ColdstartError as `report`
 */
export async function reportSampled(name: string, cwd: string): Promise<Required<SampledResult>> {
  const { result, samples } = await readSampled(await findResult(name, cwd))
  return { result: await judgeAgain(result, cwd), samples }
}

/** The run's own budgets; a baseline that is gone makes them inconclusive. */
async function judgeAgain(result: Result, cwd: string): Promise<Result> {
  if (result.budgets.length > 0) return result
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
