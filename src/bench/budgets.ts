import { join, parse, resolve } from 'node:path'
import { wayNames } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import type { Result } from '../core/result.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { judgeBudgets } from '../stats/budget/judge-budgets.ts'
import { judgeChanges } from '../stats/budget/judge-changes.ts'
import { type BudgetContext, checkBudgets, parseBudget } from '../stats/budget/parse-budget.ts'
import { leastSamples } from '../stats/budget/samples-needed.ts'
import { findResult } from '../store/find-recorded.ts'
import { readResult } from '../store/read-result.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'

/** Budgets that were read before anything is measured. */
export interface BenchBudgets {
  readonly texts: readonly string[]
  readonly context: Pick<BudgetContext, 'tolerance' | 'ways'> & { readonly allowUnlike?: boolean }
  readonly baseline?: Result
  readonly allowInconclusive: boolean
}

/**
 * Reads budgets and the baseline they speak of, so that a typo does not cost a run.
 * @throws ColdstartError `bad-budget`, `no-baseline`, `no-such-result`, `not-a-result`
 */
export async function prepareBudgets(config: BenchConfig, cwd: string): Promise<BenchBudgets> {
  const { budgets, budgetTolerance, baseline: name, allowInconclusive, allowUnlike } = config
  const tolerance = budgetTolerance === undefined ? {} : { tolerance: budgetTolerance }
  const context = { ...tolerance, ways: wayNames, ...(allowUnlike ? { allowUnlike } : {}) }
  checkBudgets(budgets, { ...context, hasBaseline: (name ?? config.against) !== undefined })
  const baseline = name === undefined ? undefined : await readResult(await findResult(name, cwd))
  return { texts: budgets, context, allowInconclusive, ...(baseline ? { baseline } : {}) }
}

/**
 * The configuration with the run that its baseline means now in place of `latest` or the beginning of an id, so that a
 * later `report` or `resume` compares with the same run.
 * @throws ColdstartError `no-such-result`, `ambiguous-run`
 */
export async function withBaselineRun(config: BenchConfig, cwd: string): Promise<BenchConfig> {
  const { baseline } = config
  if (baseline === undefined) return config
  const path = await findResult(baseline, cwd)
  const { dir, name } = parse(path)
  const isRecorded = dir === join(cwd, RESULTS_FOLDER) && path !== resolve(cwd, baseline)
  return isRecorded ? { ...config, baseline: name } : config
}

/** Budgets that this many samples cannot decide, whatever they will be; said before the run costs anything. */
export function budgetsBeyond({ budgets, cold, warm, untilCi, maxCold }: BenchConfig): string[] {
  return budgets.flatMap((text) => {
    const { operand } = parseBudget(text, { ways: wayNames })
    const planned = operand.measure === 'warm' ? warm : untilCi === undefined ? cold : (maxCold ?? cold)
    const least = leastSamples(operand)
    return planned >= least
      ? []
      : [`The budget "${text}" needs ${least} samples to be decided and the plan has ${planned}.`]
  })
}

/**
 * Checks that every target a budget names exists, as soon as the targets are known.
 * @throws ColdstartError `bad-budget`
 */
export function checkBudgetTargets({ texts, context }: BenchBudgets, targets: readonly Target[]): void {
  checkBudgets(texts, { ...context, targets: [...new Set(targets.map(groupOf))], hasBaseline: true })
}

/** With `--against`, `baseline` is the side of the revision, and what speaks of it is asked of the working tree. */
function judgeTexts(result: Result, { texts, baseline, context }: BenchBudgets): Result['budgets'] {
  const { changes = [], config } = result
  if (config.against === undefined) return judgeBudgets(result, texts, baseline, context)
  return texts.flatMap((text) => {
    if (!/\bbaseline\b/.test(text)) return judgeBudgets(result, [text], undefined, context)
    return changes.flatMap(({ before, after }) =>
      judgeBudgets(sideOf(result, after, after), [text], sideOf(result, before, after), context),
    )
  })
}

/** One group of a result alone, under another name. */
function sideOf(result: Result, group: string, name: string): Result {
  const rename = (id: string) => id.replace(group, () => name)
  const targets = result.targets.filter((target) => groupOf(target) === group)
  const ids = new Set(targets.map(({ id }) => id))
  const summaries = result.summaries.filter(({ target }) => target === group)
  const samples = result.samples.filter(({ target }) => ids.has(target))
  return {
    ...result,
    targets: targets.map((target) => ({
      ...target,
      id: rename(target.id),
      ...(target.group && { group: rename(target.group) }),
    })),
    summaries: summaries.map((summary) => ({ ...summary, target: name })),
    samples: samples.map((sample) => ({ ...sample, target: rename(sample.target) })),
  }
}

/** The result with its verdicts, and the exit code they lead to: 99, 3 or 0. */
export function applyBudgets(result: Result, budgets: BenchBudgets): { result: Result; exitCode: ExitCode } {
  const verdicts = [...judgeTexts(result, budgets), ...judgeChanges(result)]
  return {
    result: { ...result, budgets: verdicts },
    exitCode: exitCodeOfBudgets(verdicts, budgets.allowInconclusive),
  }
}
