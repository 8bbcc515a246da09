import { parseDuration } from '../../core/duration.ts'
import { ColdstartError } from '../../core/errors.ts'
import type { Bound, Budget, Comparator, Operand } from './budget.ts'
import { budgetError, readTokens, type Token } from './budget-tokens.ts'
import { type KnownNames, parseOperand } from './parse-operand.ts'

/** The names that a budget may use. */
export interface BudgetContext extends KnownNames {
  /** Share, for budgets that state none themselves: 0.05 is 5 %. */
  readonly tolerance?: number
}

const COMPARATORS: Readonly<Record<string, Comparator>> = {
  '≤': '<=',
  '≥': '>=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const DURATION = /^\d+(?:\.\d+)?(?:ms|s|m|min|h)$/i
const NUMBER = /^\d+(?:\.\d+)?$/

/**
 * Reads a budget: `cold.p95 < 800ms`, `cold.p50 < baseline * 1.1`, `penalty < 300ms`,
 * `lambda.cold.p50 < vercel.cold.p50`, each with an optional tolerance: `… ± 5%`.
 * @throws ColdstartError `bad-budget`, pointing at the column
 */
export function parseBudget(text: string, context: BudgetContext = {}): Budget {
  const tokens = readTokens(text)
  const [subject, comparator, ...rest] = tokens
  const end = text.trimEnd().length + 1
  if (!subject) throw budgetError(text, 1, 'it is empty')
  if (subject.kind !== 'word') throw budgetError(text, subject.column, `it starts with "${subject.text}"`)
  const operand = parseOperand(subject, text, context)
  if (comparator?.kind !== 'comparator')
    throw budgetError(text, comparator?.column ?? end, 'there should be <, <=, > or >= here')
  refusePenaltyRatio(operand, rest, text)
  const cut = rest.findIndex(({ kind }) => kind === 'plus-minus')
  const tolerance = cut === -1 ? context.tolerance : readTolerance(rest.slice(cut), text, end)
  return {
    text,
    operand,
    comparator: COMPARATORS[comparator.text] as Comparator,
    bound: readBound(cut === -1 ? rest : rest.slice(0, cut), text, end, context),
    tolerance: tolerance ?? 0,
  }
}

function readBound(tokens: readonly Token[], text: string, end: number, known: KnownNames): Bound {
  const [first, times, second, extra] = tokens
  if (!first) throw budgetError(text, end, 'there should be a duration, a target or baseline here')
  if (first.kind !== 'word') throw budgetError(text, first.column, `"${first.text}" is not a limit`)
  if (extra) throw budgetError(text, extra.column, `"${extra.text}" is too much`)
  if (!times) return readLimit(first, 1, text, known)
  if (times.kind !== 'times')
    throw budgetError(text, times.column, `"${times.text}" is too much; write * for times`)
  if (second?.kind !== 'word') throw budgetError(text, second?.column ?? end, 'there should be a number here')
  const [factor, limit] = NUMBER.test(first.text) ? [first, second] : [second, first]
  if (!NUMBER.test(factor.text)) throw budgetError(text, factor.column, `"${factor.text}" is not a number`)
  if (!(Number(factor.text) > 0)) throw budgetError(text, factor.column, 'the factor must be above zero')
  return readLimit(limit, Number(factor.text), text, known)
}

function readLimit(token: Token, factor: number, text: string, known: KnownNames): Bound {
  if (token.text === 'baseline') return { kind: 'baseline', factor }
  if (DURATION.test(token.text)) return { kind: 'duration', ms: parseDuration(token.text) * factor }
  if (NUMBER.test(token.text))
    throw budgetError(text, token.column, `${token.text} has no unit`, `${token.text}ms`)
  if (/^\d/.test(token.text))
    throw budgetError(text, token.column, `"${token.text}" is not a duration such as 800ms`)
  if (/^[a-z]+$/i.test(token.text) && !['penalty', 'cold', 'warm'].includes(token.text))
    throw budgetError(
      text,
      token.column,
      `"${token.text}" is not a duration, a target or baseline`,
      nearBaseline(token.text),
    )
  return { kind: 'operand', operand: parseOperand(token, text, known), factor }
}

/** A penalty is a difference, so it has a limit in ms and no ratio. */
function refusePenaltyRatio({ measure }: Operand, limit: readonly Token[], text: string): void {
  const wrong = limit.find(
    ({ kind, text: word }) =>
      kind === 'word' && (measure === 'penalty' ? /^\D/.test(word) : word.split('.').includes('penalty')),
  )
  if (wrong)
    throw budgetError(text, wrong.column, 'a penalty can only be held against a duration such as 300ms')
}

function nearBaseline(typed: string): string | undefined {
  return typed.startsWith('b') ? 'baseline' : undefined
}

function readTolerance([sign, value, extra]: readonly Token[], text: string, end: number): number {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(value?.text ?? '')?.[1]
  if (!value || share === undefined)
    throw budgetError(text, value?.column ?? end, `${sign?.text} takes a share such as 5%`)
  if (extra) throw budgetError(text, extra.column, `"${extra.text}" is too much`)
  return Number(share) / 100
}

/**
 * Reads budgets before anything is measured, so that a typo does not cost a run.
 * @throws ColdstartError `bad-budget`; `no-baseline` where one is spoken of and none is given
 */
export function checkBudgets(
  budgets: readonly string[],
  context: BudgetContext & { readonly hasBaseline: boolean },
): Budget[] {
  return budgets.map((text) => {
    const budget = parseBudget(text, context)
    if (budget.bound.kind === 'baseline' && !context.hasBaseline)
      throw new ColdstartError('no-baseline', { budget: text })
    return budget
  })
}
