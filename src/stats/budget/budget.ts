import type { ColdBy } from '../../core/sample.ts'

/** `lambda.cold.p50`, `warm.p95`, `penalty`: what one side of a budget speaks of. */
export interface Operand {
  /** Left out: every target must meet the budget. */
  readonly target?: string
  readonly measure: 'cold' | 'warm' | 'penalty'
  /** Left out: every way of getting cold that was tried, `first` only where it is the only one. */
  readonly coldBy?: ColdBy
  /** 0.5 for p50; left out for `penalty`, which is a difference of medians. */
  readonly p?: number
}

/** How a budget compares. */
export type Comparator = '<' | '<=' | '>' | '>='

/** What the operand is held against. `factor` is 1.1 in `baseline * 1.1`. */
export type Bound =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'baseline'; readonly factor: number }
  | { readonly kind: 'operand'; readonly operand: Operand; readonly factor: number }

/** A budget as it was read: what is held against which limit. */
export interface Budget {
  /** As it was typed. */
  readonly text: string
  readonly operand: Operand
  readonly comparator: Comparator
  readonly bound: Bound
  /** Share by which the bound may be missed: 0.05 is 5 %. */
  readonly tolerance: number
}

/** `lambda cold p50`, for a sentence. */
export function describeOperand({ target, measure, coldBy, p }: Operand): string {
  const parts = [
    target,
    measure,
    coldBy && `(${coldBy})`,
    p === undefined ? undefined : `p${+(p * 100).toFixed(1)}`,
  ]
  return parts.filter(Boolean).join(' ')
}
