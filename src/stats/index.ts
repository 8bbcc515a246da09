/**
 * coldstart/stats: the statistics behind every figure coldstart prints, for use from code. Pure functions
 * over `SortedSamples`; each docstring names estimator, assumptions and source.
 */
export type { Interval } from '../core/summary.ts'
export type { Budget } from './budget/budget.ts'
export { exitCodeOfBudgets } from './budget/budget-exit-code.ts'
export { judgeBudgets } from './budget/judge-budgets.ts'
export { type BudgetContext, checkBudgets, parseBudget } from './budget/parse-budget.ts'
export { classifySilent } from './classify-silent.ts'
export { cliffsDelta } from './cliffs-delta.ts'
export {
  adjustComparisons,
  compareSamples,
  judgeComparison,
  PRACTICAL_THRESHOLD,
  type SampleComparison,
} from './compare-samples.ts'
export { goneAtLeast, looksToShow } from './gone-share.ts'
export { confidenceByLook, decisionLooks, spentAt } from './group-sequential.ts'
export { type ColumnMarks, findMarks, type Mark } from './history/find-marks.ts'
export { type HodgesLehmann, hodgesLehmannRatio, hodgesLehmannShift } from './hodges-lehmann.ts'
export { adjustByHolm } from './holm.ts'
export { type KeepAlive, lifetimesOf, summariseKeepAlive } from './keep-alive.ts'
export { type KruskalWallis, kruskalWallis } from './kruskal-wallis.ts'
export { mean, medianAbsoluteDeviation, standardDeviation } from './location-and-spread.ts'
export { type MannWhitney, mannWhitney } from './mann-whitney.ts'
export { normalInterval } from './normal-interval.ts'
export { type OrderStatisticInterval, orderStatisticInterval } from './order-statistic-interval.ts'
export { outlierBounds } from './outliers.ts'
export { comparePaired, type Pair, type PairedComparison, pairByRound } from './paired-comparison.ts'
export { coldPenalty, type Penalty } from './penalty.ts'
export { median, quantile, refusePercentile, SAMPLES_NEEDED } from './quantile.ts'
export { judgeAgainstRuns, predictFromRuns, RUNS_NEEDED, type RunsPrediction } from './recorded-runs.ts'
export { computeResult, type ResultOptions } from './result/compute-result.ts'
export { summariseDistribution } from './result/distribution.ts'
export {
  decideStopping,
  describeMissed,
  describeStopping,
  type StoppingDecision,
  type StoppingRule,
} from './sequential-stopping.ts'
export { type SignedRank, signedRank } from './signed-rank.ts'
export { assertSorted, type SortedSamples, sortInPlace, sortSamples } from './sorted-samples.ts'
export { fitTurnbull, type Lifetime, type MassInterval, survivalAt } from './turnbull.ts'
