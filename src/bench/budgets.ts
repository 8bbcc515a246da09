import { join, parse, resolve } from 'node:path'
import { wayNames } from '../cold/find-way.ts'
import type { BenchConfig } from '../config/bench-config.ts'
import { ColdstartError } from '../core/errors.ts'
import type { ExitCode } from '../core/exit-codes.ts'
import type { Result } from '../core/result.ts'
import type { Target } from '../core/target.ts'
import { groupOf } from '../core/target-groups.ts'
import { readDecideRule, readStopRule } from '../plan/plan-settings.ts'
import { exitCodeOfBudgets } from '../stats/budget/budget-exit-code.ts'
import { type JudgeContext, judgeBudgets } from '../stats/budget/judge-budgets.ts'
import { type BudgetContext, checkBudgets, parseBudget } from '../stats/budget/parse-budget.ts'
import { leastSamples } from '../stats/budget/samples-needed.ts'
import { findResult } from '../store/find-recorded.ts'
import { readResults } from '../store/read-result.ts'
import { RESULTS_FOLDER } from '../store/recorded-runs.ts'

/** Budgets that were read before anything is measured. */
export interface BenchBudgets {
  readonly words: readonly { readonly text: string; readonly as: string }[]
  readonly context: Pick<BudgetContext, 'ways'> & JudgeContext
  /** Recorded runs, oldest first. */
  readonly baseline?: readonly Result[]
  readonly allowInconclusive: boolean
}

/**
 * Reads budgets and the baseline they speak of, so that a typo does not cost a run.
 * @param startedAt of a run that was measured before; runs that were saved since are none of its baseline
 * @throws ColdstartError `bad-budget`, `no-baseline`, `bad-arguments`, `no-such-result`, `not-a-result`
 */
export async function prepareBudgets(
  config: BenchConfig,
  cwd: string,
  startedAt?: string,
): Promise<BenchBudgets> {
  const { baseline: name } = config
  const budgets = readBudgets(config)
  const open = budgets.words.find(({ text }) => parseBudget(text, budgets.context).bound.kind === 'baseline')
  if (open && name === undefined && !hasTwoSides(config))
    throw new ColdstartError('no-baseline', { budget: open.as })
  if (open && name !== undefined && config.functions.length > 1)
    throw new ColdstartError('bad-arguments', {
      reason: `Of several functions, the one that is named first is the baseline of "${open.as}"; --baseline would make it another.`,
      command: 'bench',
      suggestion: 'one of the two',
    })
  return name === undefined ? budgets : { ...budgets, baseline: await readBaseline(name, cwd, startedAt) }
}

/**
 * Budgets without a look at what they are held against.
 * @throws ColdstartError `bad-budget`
 */
export function readBudgets(config: BenchConfig): BenchBudgets {
  const { budgetTolerance: tolerance, allowInconclusive, allowUnlike } = config
  const context = {
    ...(tolerance !== undefined && { tolerance }),
    ways: wayNames,
    ...(allowUnlike && { allowUnlike }),
  }
  const words = budgetWords(config)
  for (const { text } of words) parseBudget(text, context)
  return { words, context, allowInconclusive }
}

/**
 * The runs that a baseline's name stands for, oldest first.
 * @param startedAt without those that were started after this
 * @throws ColdstartError `no-such-result`, `not-a-result`
 */
export async function readBaseline(
  name: string,
  cwd: string,
  startedAt?: string,
): Promise<readonly Result[]> {
  const runs = await readResults(await findResult(name, cwd))
  if (runs.length === 1 || startedAt === undefined) return runs
  return runs.filter(({ run }) => Date.parse(run.startedAt) <= Date.parse(startedAt))
}

/** Whether one run measures two sides, so that `baseline` means one of them. */
function hasTwoSides({ against, functions, targets }: BenchConfig): boolean {
  return against !== undefined || functions.length > 1 || targets.length > 1
}

/** All budgets; `--fail-if-slower 10%` is short for one. */
export function budgetWords({
  budgets,
  failIfSlower: share,
}: Pick<BenchConfig, 'budgets' | 'failIfSlower'>): {
  text: string
  as: string
}[] {
  const typed = budgets.map((text) => ({ text, as: text }))
  if (share === undefined) return typed
  const percent = Number((share * 100).toPrecision(6))
  const factor = Number((1 + share).toPrecision(9))
  return [...typed, { text: `cold.p50 <= baseline * ${factor}`, as: `--fail-if-slower ${percent}%` }]
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
export function budgetsBeyond(config: BenchConfig): string[] {
  const { cold, warm } = config
  const mostCold = readStopRule(config)?.most ?? readDecideRule(config)?.most ?? cold
  return budgetWords(config).flatMap(({ text, as }) => {
    const { operand } = parseBudget(text, { ways: wayNames })
    const planned = operand.measure === 'warm' ? warm : mostCold
    const least = leastSamples(operand)
    return planned >= least
      ? []
      : [`The budget "${as}" needs ${least} samples to be decided and the plan has ${planned}.`]
  })
}

/**
 * Checks that every target a budget names exists, as soon as the targets are known.
 * @throws ColdstartError `bad-budget`
 */
export function checkBudgetTargets({ words, context }: BenchBudgets, targets: readonly Target[]): void {
  const texts = words.map(({ text }) => text)
  checkBudgets(texts, { ...context, targets: [...new Set(targets.map(groupOf))], hasBaseline: true })
}

/** The result with its verdicts, and the exit code they lead to: 99, 3 or 0. */
export function applyBudgets(result: Result, budgets: BenchBudgets): { result: Result; exitCode: ExitCode } {
  const verdicts = judgeBudgets(result, budgets.words, budgets.baseline, budgets.context)
  return {
    result: { ...result, budgets: verdicts },
    exitCode: exitCodeOfBudgets(verdicts, budgets.allowInconclusive),
  }
}

/** Whether every budget has a verdict, at a confidence that allows for looking: what `--until-decided` waits for. */
export function areDecided(
  soFar: Result,
  { words, baseline, context }: BenchBudgets,
  confidence: number,
): boolean {
  const verdicts = judgeBudgets(soFar, words, baseline, { ...context, confidence })
  return verdicts.length > 0 && verdicts.every(({ verdict }) => verdict !== 'inconclusive')
}
