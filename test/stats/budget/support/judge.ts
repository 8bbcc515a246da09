import type { Result } from '../../../../src/core/result.ts'
import type { Sample } from '../../../../src/core/sample.ts'
import { judgeBudgets } from '../../../../src/stats/budget/judge-budgets.ts'
import { computeResult } from '../../../../src/stats/result/compute-result.ts'
import { coldSample, runFileOf, waitsOf } from '../../../support/run-file.ts'

/** Cold samples of these waits in ms. */
export const coldsOf = (target: string, waits: readonly number[], changes: Partial<Sample> = {}) =>
  waits.map((wait) => coldSample(target, wait, changes))
/** What a run of these samples comes to. */
export const resultOf = (samples: readonly Sample[]): Result => computeResult(runFileOf(samples))
/** The verdicts of one budget on these samples. */
export const judge = (samples: readonly Sample[], budget: string, baseline?: readonly Sample[]) =>
  judgeBudgets(resultOf(samples), [budget], baseline && resultOf(baseline))
/** Ten colds of 100 … 109 ms: median 104.5, interval 101–108. */
export const ten = coldsOf('a', waitsOf(10))
