import type { BudgetVerdict, Result } from '../../core/result.ts'
import { recordedWays } from '../../core/way-facts.ts'
import { changeSides } from '../result/change-sides.ts'
import { decisionConfidence } from '../result/decision-confidence.ts'
import { groupsOfResult } from '../result/groups-of-result.ts'
import type { TargetGroup } from '../result/target-group.ts'
import { type Budget, describeOperand } from './budget.ts'
import { type BudgetSubject, findSubjects, nameSubject } from './budget-subject.ts'
import { verdictOf } from './budget-verdict.ts'
import { estimateAgainstRuns } from './estimate-against-runs.ts'
import { estimatePaired } from './estimate-paired.ts'
import { type Estimate, estimateMs, estimateRatio } from './estimate-subject.ts'
import { findBaselineSide, type RecordedSide } from './find-baseline-side.ts'
import { type BudgetContext, parseBudget } from './parse-budget.ts'

/** How budgets are judged. */
export interface JudgeContext extends Pick<BudgetContext, 'tolerance'> {
  /** A local baseline from another machine or Node is taken all the same. */
  readonly allowUnlike?: boolean
  /** Of every interval; above 95 % where the run looked at itself to decide when to stop. @default 0.95 */
  readonly confidence?: number
  /** The groups behind a result, where they were collected before. @default from its samples or waits */
  readonly groupsOf?: (result: Result) => readonly TargetGroup[]
}

/** A budget as it was typed; `as` where the user said it in other words, which the verdict repeats. */
export type BudgetWords = string | { readonly text: string; readonly as: string }

/**
 * Judges budgets: fail only when the interval excludes the limit, pass only when it
 * excludes the other side, else inconclusive with the n that would decide. No data never passes. A budget
 * without a target or a way of getting cold gives one verdict for each there is. Two sides of one run are compared by
 * pairs; a run with three or more recorded ones by their prediction interval; with fewer, with the newest alone.
 * @param result with its samples
 * @param baseline what `baseline` in a budget means: a recorded run, or several of one code, oldest first; without it the
 *   function that was named first, or the revision of `--against`
 * @throws ColdstartError `bad-budget` for what cannot be read, unknown targets included
 */
export function judgeBudgets(
  result: Result,
  budgets: readonly BudgetWords[],
  baseline?: Result | readonly Result[],
  context: JudgeContext = {},
): BudgetVerdict[] {
  const { groupsOf = groupsOfResult } = context
  const groups = groupsOf(result)
  // In a merged run a name means the function in each part.
  const targets = groups.flatMap(({ name, target: { part } }) =>
    part === undefined ? [name] : [name, name.slice(0, -part.length - 1)],
  )
  const ways = [...Object.keys(recordedWays), ...(result.ways ?? []).map(({ name }) => name)]
  const parsed = budgets.map((words): Budget => {
    const { text, as = text } = typeof words === 'string' ? { text: words } : words
    return { ...parseBudget(text, { ...context, targets, ways }), text: as }
  })
  const recorded: readonly Result[] = baseline === undefined ? [] : [baseline].flat()
  const runs = recorded.filter(({ run }) => recorded.length === 1 || run.id !== result.run.id)
  const confidence = context.confidence ?? decisionConfidence(result)
  const scene: Scene = {
    result,
    groups,
    context: { ...context, ...(confidence !== undefined && { confidence }) },
    ...(baseline === undefined ? {} : { runs: runs.map((run) => ({ result: run, groups: groupsOf(run) })) }),
  }
  return parsed.flatMap((budget) => judgeBudget(budget, scene))
}

interface Scene {
  readonly result: Result
  readonly groups: readonly TargetGroup[]
  readonly context: JudgeContext
  /** Of the baseline, where one was given. */
  readonly runs?: readonly RecordedSide[]
}

function judgeBudget(budget: Budget, scene: Scene): BudgetVerdict[] {
  const { operand, bound } = budget
  const subjects = findSubjects(operand, scene.groups)
  if (subjects.length === 0)
    return [verdictOf(budget, describeOperand(operand), { n: 0, reason: 'no cold samples' })]
  if (bound.kind === 'baseline' && !scene.runs) return againstFirst(budget, subjects, scene)
  return subjects.map((subject) => {
    const name = nameSubject(operand, subject)
    const { confidence } = scene.context
    if (bound.kind === 'duration')
      return verdictOf(budget, name, estimateMs(operand, subject, confidence), { subject })
    if (bound.kind === 'baseline') return againstBaseline(budget, subject, scene)
    const target = bound.operand.target ?? subject.group.name
    const [other] = findSubjects({ ...bound.operand, target }, scene.groups, subject.way)
    if (!other) {
      const reason = `${target} was not brought cold in the same way`
      return verdictOf(budget, name, withoutOther(subject, reason), { subject })
    }
    const estimate = estimatePaired(operand, subject, bound.operand, other, { ...scene.context, ...scene })
    return verdictOf(budget, name, estimate, { subject, over: nameSubject(bound.operand, other) })
  })
}

/** Within one run: each function that was named against the first, or against its own revision. */
function againstFirst(
  budget: Budget,
  subjects: readonly BudgetSubject[],
  { result, groups, context }: Scene,
): BudgetVerdict[] {
  const { operand } = budget
  const { against } = result.config
  const sides = changeSides(result.targets, typeof against === 'string' ? against : undefined)
  const verdicts = subjects.flatMap((subject): BudgetVerdict[] => {
    const before = sides.find(({ after }) => after.name === subject.group.name)?.before
    if (!before) return []
    const name = nameSubject(operand, subject)
    const [other] = findSubjects({ ...operand, target: before.name }, groups, subject.way)
    if (!other) {
      const reason = `${before.name} was not brought cold in the same way`
      return [verdictOf(budget, name, withoutOther(subject, reason), { subject, over: before.name })]
    }
    const estimate = estimatePaired(operand, subject, operand, other, { ...context, result })
    return [verdictOf(budget, name, estimate, { subject, over: before.name })]
  })
  if (verdicts.length > 0) return verdicts
  const reason = 'no baseline was given'
  return [verdictOf(budget, describeOperand(operand), { n: 0, reason })]
}

function againstBaseline(budget: Budget, subject: BudgetSubject, scene: Scene): BudgetVerdict {
  const { operand } = budget
  const { allowUnlike = false, confidence } = scene.context
  const name = nameSubject(operand, subject)
  const side = findBaselineSide(operand, subject, scene.result, scene.runs ?? [], allowUnlike)
  if (typeof side === 'string') return verdictOf(budget, name, withoutOther(subject, side), { subject })
  const [only, ...others] = side.subjects
  const estimate =
    only && others.length === 0
      ? estimateRatio(operand, subject, operand, only, confidence)
      : estimateAgainstRuns(operand, subject, side.subjects, confidence)
  const { caveat } = side
  return verdictOf(budget, name, estimate, { subject, over: side.name, ...(caveat ? { caveat } : {}) })
}

/** What the subject is held against is not there. */
function withoutOther({ waits }: BudgetSubject, reason: string): Estimate {
  return { n: waits.length, reason, isBeyondSamples: true }
}
