import { formatDuration } from '../../core/duration.ts'
import type { BudgetVerdict, Result } from '../../core/result.ts'
import { recordedWays } from '../../core/way-facts.ts'
import { groupsOfResult } from '../result/groups-of-result.ts'
import { hardDifferences } from '../result/hard-differences.ts'
import { elsewhereOf } from '../result/machine.ts'
import type { TargetGroup } from '../result/target-group.ts'
import { type Budget, describeOperand } from './budget.ts'
import { type BudgetSubject, findSubjects, nameSubject } from './budget-subject.ts'
import { type Estimate, estimateMs, estimateRatio } from './estimate-subject.ts'
import { judgeEstimate, limitOf } from './judge-estimate.ts'
import { type BudgetContext, parseBudget } from './parse-budget.ts'
import { samplesNeeded } from './samples-needed.ts'

/**
 * Judges budgets by METHOD's rule: fail only when the interval excludes the limit, pass only when it
 * excludes the other side, else inconclusive with the n that would decide. No data never passes. A budget
 * without a target or a way of getting cold gives one verdict for each there is.
 * @param result with its samples
 * @param budgets as typed
 * @param baseline what `baseline` in a budget means; without it such a budget is inconclusive
 * @throws ColdstartError `bad-budget` for what cannot be read, unknown targets included
 */
export function judgeBudgets(
  result: Result,
  budgets: readonly string[],
  baseline?: Result,
  context: Pick<BudgetContext, 'tolerance'> & { readonly allowUnlike?: boolean } = {},
): BudgetVerdict[] {
  const groups = groupsOfResult(result)
  const targets = groups.map(({ name }) => name)
  const ways = [...Object.keys(recordedWays), ...(result.ways ?? []).map(({ name }) => name)]
  const parsed = budgets.map((text) => parseBudget(text, { ...context, targets, ways }))
  const scene: Scene = {
    result,
    groups,
    allowUnlike: context.allowUnlike ?? false,
    ...(baseline ? { baseline, baselineGroups: groupsOfResult(baseline) } : {}),
  }
  return parsed.flatMap((budget) => judgeBudget(budget, scene))
}

interface Scene {
  readonly result: Result
  readonly groups: readonly TargetGroup[]
  readonly baseline?: Result
  readonly baselineGroups?: readonly TargetGroup[]
  /** A local baseline from another machine or Node is taken all the same. */
  readonly allowUnlike: boolean
}

function judgeBudget(budget: Budget, scene: Scene): BudgetVerdict[] {
  const subjects = findSubjects(budget.operand, scene.groups)
  if (subjects.length === 0)
    return [verdictOf(budget, describeOperand(budget.operand), { n: 0, reason: 'no cold samples' })]
  return subjects.map((subject) => {
    const name = nameSubject(budget.operand, subject)
    if (budget.bound.kind === 'duration')
      return verdictOf(budget, name, estimateMs(budget.operand, subject), subject)
    const other = otherSide(budget, subject, scene)
    if (typeof other === 'string')
      return verdictOf(budget, name, { n: subject.waits.length, reason: other }, subject)
    const estimate = estimateRatio(budget.operand, subject, other.operand, other.subject)
    return verdictOf(budget, name, estimate, subject, other.name)
  })
}

/** What a ratio is taken over, or why it cannot be. */
function otherSide(budget: Budget, subject: BudgetSubject, scene: Scene) {
  const { bound, operand } = budget
  if (bound.kind === 'operand') {
    const target = bound.operand.target ?? subject.group.name
    const [found] = findSubjects({ ...bound.operand, target }, scene.groups, subject.way)
    if (!found) return `${target} was not brought cold in the same way`
    return { subject: found, operand: bound.operand, name: nameSubject(bound.operand, found) }
  }
  if (!scene.baseline || !scene.baselineGroups) return 'no baseline was given'
  const [found] = findSubjects({ ...operand, target: subject.group.name }, scene.baselineGroups, subject.way)
  if (!found) return `the baseline has no ${nameSubject(operand, subject)}`
  const unlike = hardDifferences(found.group.target, subject.group.target)
  if (unlike.length > 0) return `the baseline is of another kind: ${unlike.join('; ')}`
  const elsewhere = elsewhereOf(scene.baseline.environment, scene.result.environment)
  const id = scene.baseline.run.id
  if (elsewhere.length > 0 && subject.group.target.platform === 'local' && !scene.allowUnlike)
    return `the baseline (${id}) was measured elsewhere, and on the local engine machine and Node are the runtime: ${elsewhere.join('; ')}; --allow-unlike takes it all the same`
  const where = elsewhere.length > 0 ? `, measured elsewhere: ${elsewhere.join('; ')}` : ''
  return { subject: found, operand, name: `the baseline (${id}${where})` }
}

function verdictOf(
  budget: Budget,
  name: string,
  estimate: Estimate,
  subject?: BudgetSubject,
  over?: string,
): BudgetVerdict {
  const limit = limitOf(budget)
  const verdict = judgeEstimate(estimate, budget.comparator, limit)
  const isRatio = budget.bound.kind !== 'duration'
  const needed =
    verdict === 'inconclusive' ? samplesNeeded(estimate, limit, budget.operand, isRatio) : undefined
  const { n, found, interval, reason } = estimate
  return {
    budget: budget.text,
    ...(subject ? { target: subject.group.name } : {}),
    verdict,
    expected: expectationOf(budget, name, over),
    limit,
    ...(found === undefined ? {} : { found }),
    unit: isRatio ? 'ratio' : 'ms',
    ...(interval ? { interval } : {}),
    n,
    ...(needed === undefined ? {} : { nNeeded: needed }),
    ...(reason !== undefined && (verdict === 'inconclusive' || found === undefined) ? { reason } : {}),
  }
}

/** `lambda cold p50 (idle 400 ms) < 1.1 × the baseline (…) ± 5 %`. */
function expectationOf({ comparator, bound, tolerance }: Budget, name: string, over?: string): string {
  const slack = tolerance > 0 ? ` ± ${+(tolerance * 100).toFixed(2)} %` : ''
  if (bound.kind === 'duration') return `${name} ${comparator} ${formatDuration(bound.ms)}${slack}`
  const factor = bound.factor === 1 ? '' : `${bound.factor} × `
  const side = over ?? (bound.kind === 'baseline' ? 'the baseline' : describeOperand(bound.operand))
  return `${name} ${comparator} ${factor}${side}${slack}`
}
