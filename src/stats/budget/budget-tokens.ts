import { ColdstartError } from '../../core/errors.ts'

/** One word of a budget, and where it stands. */
export interface Token {
  readonly kind: 'word' | 'comparator' | 'times' | 'plus-minus'
  readonly text: string
  /** 1-based, in the budget as it was typed. */
  readonly column: number
}

const KINDS: readonly [Token['kind'], RegExp][] = [
  ['comparator', /^(?:<=|>=|<|>|≤|≥)/],
  ['plus-minus', /^(?:±|\+\/-|\+-)/],
  ['times', /^[*×]/],
  ['word', /^[^\s<>=≤≥*×±]+/],
]

/**
 * Splits a budget into words and signs.
 * @throws ColdstartError `bad-budget` at the first character that belongs to neither
 */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const space = /^\s+/.exec(rest)?.[0]
    if (space) {
      at += space.length
      continue
    }
    const found = KINDS.map(([kind, pattern]) => ({ kind, text: pattern.exec(rest)?.[0] })).find(
      (one) => one.text,
    )
    if (!found?.text) throw budgetError(text, at + 1, `"${rest[0]}" is not part of a budget`)
    tokens.push({ kind: found.kind, text: found.text, column: at + 1 })
    at += found.text.length
  }
  return tokens
}

/** The error for a budget that cannot be read, with a caret under the column. */
export function budgetError(
  budget: string,
  column: number,
  reason: string,
  suggestion?: string,
): ColdstartError {
  return new ColdstartError('bad-budget', { budget, column, reason, suggestion })
}
