import type { BudgetVerdict, Result } from '../../core/result.ts'
import { formatInterval, formatMs } from '../format-ms.ts'
import { formatRatio, formatRatioInterval } from '../format-ratio.ts'
import type { Markup } from './markup.ts'
import { dots, figure, line, RIGHT, shortened, text } from './plot.ts'
import { linearScale } from './scale.ts'

const ROW = 58
const LEFT = 12

/** The words of a verdict, with a sign that does not need colour. */
export const VERDICT_SIGNS: Readonly<Record<BudgetVerdict['verdict'], string>> = {
  pass: '✓ pass',
  fail: '✗ fail',
  inconclusive: '? inconclusive',
}

/** Each budget's figure and interval against its limit; undefined where there are none. */
export function budgetChart(results: readonly Result[]): Markup | undefined {
  const budgets = results.flatMap((result) =>
    result.budgets.map((budget) => ({ budget, run: results.length > 1 ? ` (${result.run.id})` : '' })),
  )
  if (budgets.length === 0) return undefined
  return figure(
    'Budgets',
    'The dot is what was found, the bar its 95 % interval, the upright line the limit. A verdict needs the whole bar on one side.',
    budgets.length * ROW + 8,
    budgets.flatMap(({ budget, run }, k) => budgetRow(budget, run, k * ROW + 4)),
  )
}

/** @param run which of several, in words that follow the budget */
function budgetRow(budget: BudgetVerdict, run: string, top: number): (Markup | undefined)[] {
  const { verdict, expected, found, interval, limit, target } = budget
  const words = `${VERDICT_SIGNS[verdict]}: ${target && !expected.includes(target) ? `${target} ` : ''}${expected}${run}`
  const values = [found, limit, interval?.lower, interval?.upper].filter((value) => value !== undefined)
  const scale = linearScale(Math.max(...values, 0) * 1.1, LEFT, RIGHT)
  const center = top + 30
  return [
    text(LEFT, top + 13, shortened(words, 60), `label ${verdict}`),
    text(RIGHT, top + 50, foundWords(budget), 'tick', 'end'),
    line(LEFT, center, RIGHT, center, 'guide'),
    interval &&
      line(
        scale.at(interval.lower ?? 0),
        center,
        scale.at(interval.upper ?? Math.max(...values)),
        center,
        'interval',
      ),
    limit === undefined ? undefined : line(scale.at(limit), center - 8, scale.at(limit), center + 8, 'limit'),
    found === undefined ? undefined : dots([[scale.at(found), center]], 'dots cold found'),
  ]
}

function foundWords({ found, unit, interval, n }: BudgetVerdict): string {
  if (found === undefined) return 'no figure'
  const isRatio = unit === 'ratio'
  const bounds = interval
    ? ` (${isRatio ? formatRatioInterval(interval) : formatInterval(interval.lower, interval.upper)})`
    : ''
  return `${isRatio ? formatRatio(found) : `${formatMs(found)} ms`}${bounds}, n = ${n}`
}
