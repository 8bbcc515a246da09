import { READ_ONE_BY_ONE } from '../../core/name-list.ts'
import type { Result } from '../../core/result.ts'
import type { Summary } from '../../core/summary.ts'

const FASTEST = 8
const SLOWEST = 8
const FAILED = 4

/** The targets that a screen has room for. */
export interface FewOfMany {
  readonly summaries: Result['summaries']
  /** What is left out and where it is found, or empty. */
  readonly words: string
}

/** Of more than 20 targets the fastest, the slowest and those with errors, in the order of the run. */
export function fewOfMany({ summaries }: Result): FewOfMany {
  if (summaries.length <= READ_ONE_BY_ONE) return { summaries, words: '' }
  const ranked = summaries.toSorted((a, b) => waitOf(a) - waitOf(b))
  const failed = summaries.filter(({ errors }) => Object.keys(errors).length > 0).slice(0, FAILED)
  const kept = new Set([...ranked.slice(0, FASTEST), ...ranked.slice(-SLOWEST), ...failed])
  const left = summaries.length - kept.size
  return {
    summaries: summaries.filter((summary) => kept.has(summary)),
    words: `The ${FASTEST} fastest and the ${SLOWEST} slowest${failed.length > 0 ? ', and some with errors' : ''}; ${left} more are in --format markdown, csv, html and json.`,
  }
}

/** Those without a cold start come after all that had one. */
function waitOf({ cold, warm }: Summary): number {
  const found = cold.map(({ wait }) => wait.p50Ms).filter((p50Ms) => p50Ms !== undefined)
  return found.length > 0 ? Math.min(...found) : 1e12 + (warm.p50Ms ?? 1e12)
}
