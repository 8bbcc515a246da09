import { parseDuration } from '../core/duration.ts'
import { ColdstartError, isColdstartError } from '../core/errors.ts'
import type { LoadReport, LoadRow } from '../core/load-report.ts'
import type { BudgetVerdict } from '../core/result.ts'
import { judgeEstimate } from '../stats/budget/judge-estimate.ts'
import { orderStatisticInterval, withoutRanks } from '../stats/order-statistic-interval.ts'
import { median } from '../stats/quantile.ts'
import { sortSamples } from '../stats/sorted-samples.ts'

/** `load < 200ms`, `load.lodash < 50ms`, `load.src/store.mjs <= 20ms`. */
export interface LoadBudget {
  /** As it was typed. */
  readonly text: string
  /** A package, or a module of the function's own; the whole load where it is left out. */
  readonly name?: string
  readonly comparator: '<' | '<='
  readonly limitMs: number
}

/** What the starts of one function say of its load, each by itself. */
export interface StartsOfLoad {
  /** Of the starts without tracing, how long each took to load. */
  readonly loadsMs: readonly number[]
  /** The load by each traced start, on the scale of the report's. */
  readonly each: readonly LoadReport[]
}

const BUDGET = /^\s*load(?:\.(\S+?))?\s*(<=|≤|<)\s*(\S+)\s*$/
const EXAMPLE = 'load.lodash < 50ms'

/**
 * Reads a budget for what is loaded.
 * @throws ColdstartError `bad-budget`
 */
export function parseLoadBudget(text: string): LoadBudget {
  const refuse = (column: number, reason: string) =>
    new ColdstartError('bad-budget', { budget: text, column, reason, suggestion: EXAMPLE })
  const start = text.length - text.trimStart().length + 1
  if (!/^\s*load\b/.test(text))
    throw refuse(start, 'coldstart why takes budgets for load; others are for coldstart bench')
  const [, name, comparator, limit = ''] = BUDGET.exec(text) ?? []
  if (comparator === undefined) throw refuse(start, 'it is not load, < and a duration')
  try {
    const limitMs = parseDuration(limit)
    return { text, ...(name && { name }), comparator: comparator === '<' ? '<' : '<=', limitMs }
  } catch (error) {
    if (!isColdstartError(error)) throw error
    throw refuse(text.indexOf(limit) + 1, `"${limit}" is not a duration such as 50ms`)
  }
}

/**
 * Holds what packages take, with all that they import, against budgets. Intervals are exact ones of the median: of the
 * whole load over the starts without tracing, of a package over the traced ones. What is not loaded takes nothing.
 */
export function judgeLoadBudgets(
  budgets: readonly LoadBudget[],
  load: LoadReport,
  starts: StartsOfLoad,
): BudgetVerdict[] {
  return budgets.map((budget) => {
    const { text, name, comparator, limitMs } = budget
    const values = sortSamples(
      name === undefined ? starts.loadsMs : starts.each.map((one) => costOf(name, one)),
    )
    const n = values.length
    const isLoaded = name === undefined || load.rows.some((row) => isNamed(row, name))
    const found = isLoaded && n > 0 ? median(values) : 0
    const interval = isLoaded
      ? withoutRanks(orderStatisticInterval(values, 0.5))
      : { lower: 0, upper: 0, coverage: 1 }
    const verdict = judgeEstimate({ found, interval, n }, comparator, limitMs)
    return {
      budget: text,
      verdict,
      expected: `load of ${name ?? 'everything'} ${comparator} ${limitMs} ms`,
      limit: limitMs,
      found,
      unit: 'ms',
      interval,
      n,
      ...(!isLoaded && { reason: 'it is not loaded at all' }),
    }
  })
}

/**
 * Packages that must not be loaded at a cold start or by the first call, and are.
 * @returns a verdict for each that was forbidden
 */
export function judgeForbidden(names: readonly string[], load: LoadReport): BudgetVerdict[] {
  return names.map((name) => {
    const row = load.rows.find((one) => isNamed(one, name))
    const late = load.firstCall?.loaded.find((one) => one.name === name || one.name.startsWith(`${name}/`))
    const place = row?.importedBy ?? late?.importedBy
    const by = place ? ` by ${place.file}${place.line === undefined ? '' : `:${place.line}`}` : ''
    const isFound = row !== undefined || late !== undefined
    const when = row === undefined ? ' in the first call' : ''
    return {
      budget: `forbid ${name}`,
      verdict: isFound ? 'fail' : 'pass',
      expected: `${name} is not loaded`,
      n: load.traced.runs,
      reason: isFound ? `it is imported${by}${when}` : 'it is not',
    }
  })
}

/** ms, copies of one package together. */
function costOf(name: string, { rows }: LoadReport): number {
  return rows.filter((row) => isNamed(row, name)).reduce((sum, { totalMs }) => sum + totalMs, 0)
}

function isNamed({ kind, name }: LoadRow, wanted: string): boolean {
  if (kind === 'own') return name === wanted || name === `./${wanted}`
  return kind === 'package' && name === wanted
}
