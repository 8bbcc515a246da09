import { suggestionFor } from '../../core/suggestion.ts'
import { recordedWays } from '../../core/way-facts.ts'
import type { Operand } from './budget.ts'
import { budgetError, type Token } from './budget-tokens.ts'

const PERCENTILES: Readonly<Record<string, number>> = {
  p50: 0.5,
  median: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
}
const MEASURES = ['cold', 'warm', 'penalty'] as const

/** Names that a budget may use. */
export interface KnownNames {
  /** Of targets; left out where they are not known yet. */
  readonly targets?: readonly string[]
  /** Of ways of getting cold. @default those that runs have always had */
  readonly ways?: readonly string[]
}

/**
 * Reads `[target.]cold[.way].p50`, `[target.]warm.p50` or `[target.]penalty[.way]`. A target's name may
 * hold dots: the measure is looked for from the right.
 * @throws ColdstartError `bad-budget`, pointing at the part that is wrong
 */
export function parseOperand(token: Token, budget: string, known: KnownNames = {}): Operand {
  const { targets, ways = Object.keys(recordedWays) } = known
  const parts = token.text.split('.')
  const columnOf = (part: number) =>
    token.column + parts.slice(0, part).reduce((sum, { length }) => sum + length + 1, 0)
  const at = parts.findLastIndex((part) => isMeasure(part))
  if (at === -1) throw noMeasure(parts, columnOf, budget)
  const measure = parts[at] as Operand['measure']
  const target = at === 0 ? undefined : parts.slice(0, at).join('.')
  if (target !== undefined && targets && !targets.includes(target))
    throw budgetError(budget, token.column, `there is no target "${target}"`, suggestionFor(target, targets))
  const rest = parts.slice(at + 1)
  const way = measure === 'warm' ? undefined : ways.find((name) => name === rest[0])
  const tail = way === undefined ? rest : rest.slice(1)
  const tailColumn = tail.length > 0 ? columnOf(parts.length - tail.length) : token.column + token.text.length
  const p = readPercentile(measure, tail, tailColumn, budget, ways)
  return {
    ...(target === undefined ? {} : { target }),
    measure,
    ...(way === undefined ? {} : { coldBy: way }),
    ...(p === undefined ? {} : { p }),
  }
}

function readPercentile(
  measure: Operand['measure'],
  [name, ...more]: readonly string[],
  column: number,
  budget: string,
  ways: readonly string[],
): number | undefined {
  if (measure === 'penalty') {
    if (name === undefined) return undefined
    throw budgetError(budget, column, `"${name}" is not a way of getting cold`, suggestionFor(name, ways))
  }
  const known = Object.keys(PERCENTILES)
  const p = name !== undefined && Object.hasOwn(PERCENTILES, name) ? PERCENTILES[name] : undefined
  if (p === undefined) {
    const reason = name
      ? `"${name}" is not one of ${known.join(', ')}`
      : `${measure} needs one of ${known.join(', ')}`
    throw budgetError(budget, column, reason, name ? suggestionFor(name, known) : undefined)
  }
  if (more.length > 0)
    throw budgetError(budget, column + (name ?? '').length + 1, `"${more.join('.')}" is too much`)
  return p
}

function noMeasure(parts: readonly string[], columnOf: (part: number) => number, budget: string) {
  const near = parts.findLastIndex((part) => suggestionFor(part, MEASURES) !== undefined)
  const at = Math.max(0, near)
  const suggestion = suggestionFor(parts[at] ?? '', MEASURES)
  return budgetError(budget, columnOf(at), `"${parts[at]}" is not one of ${MEASURES.join(', ')}`, suggestion)
}

function isMeasure(part: string): boolean {
  return (MEASURES as readonly string[]).includes(part)
}
