import { posix } from 'node:path'
import type { BudgetVerdict, Result } from '../../core/result.ts'
import { groupOf } from '../../core/target-groups.ts'
import { sayBudget } from '../../reporters/budget-sentences.ts'

/** GitHub shows so many of one kind a step. */
const MOST_ANNOTATIONS = 10

/**
 * `::error file=…,title=…::…` for each budget that failed, `::warning` for each that is open, at the file of its function.
 * Source: docs.github.com, Workflow commands for GitHub Actions.
 */
export function annotationsOf(result: Result): string[] {
  const open = result.budgets.filter(({ verdict }) => verdict !== 'pass')
  const failedFirst = [...open].sort((a, b) => Number(b.verdict === 'fail') - Number(a.verdict === 'fail'))
  const shown = failedFirst.length > MOST_ANNOTATIONS ? MOST_ANNOTATIONS - 1 : MOST_ANNOTATIONS
  const lines = failedFirst.slice(0, shown).map((judged) => annotationOf(judged, result))
  const rest = failedFirst.length - lines.length
  return rest > 0
    ? [...lines, `::warning title=coldstart::${rest} more budgets did not pass; see the job summary.`]
    : lines
}

function annotationOf(judged: BudgetVerdict, result: Result): string {
  const level = judged.verdict === 'fail' ? 'error' : 'warning'
  const file = fileOf(judged.target, result)
  const properties = [
    ...(file === undefined ? [] : [`file=${escapeProperty(file)}`, 'line=1']),
    `title=${escapeProperty(`coldstart: budget ${judged.verdict}`)}`,
  ]
  return `::${level} ${properties.join(',')}::${escapeData(sayBudget(judged))}`
}

/** The function's file, relative to the folder that the run was started in. */
function fileOf(target: string | undefined, { targets }: Result): string | undefined {
  const own = targets.find((one) => groupOf(one) === target)?.facts?.function
  return own && posix.join(own.root, own.entry)
}

/** `verdict`, `run` and `result` of the step: pass, fail, inconclusive, or none without budgets. */
export function outputsOf({ budgets, run }: Result, document: string | undefined): string {
  const verdicts = new Set(budgets.map(({ verdict }) => verdict))
  const verdict = (['fail', 'inconclusive', 'pass'] as const).find((one) => verdicts.has(one)) ?? 'none'
  const lines = [
    `verdict=${verdict}`,
    `run=${run.id}`,
    ...(document === undefined ? [] : [`result=${document}`]),
  ]
  return lines.map((line) => `${line.replace(/[\r\n]+/g, ' ')}\n`).join('')
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
