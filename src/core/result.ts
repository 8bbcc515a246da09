import { z } from 'zod'
import { measuredWaits } from './measured-waits.ts'
import { environment, runDecision } from './run-file.ts'
import { breakdown, coldBy, sample, wayFacts } from './sample.ts'
import { RESULT_SCHEMA_VERSION } from './schema-versions.ts'
import { target } from './target.ts'

const count = z.int().nonnegative()

/** An interval with the coverage it really has; a bound that is not attainable at that n is left out. */
export const interval = z.strictObject({
  lower: z.number().exactOptional(),
  upper: z.number().exactOptional(),
  /** Achieved coverage, at least the nominal 0.95. */
  coverage: z.number(),
})
export type Interval = z.infer<typeof interval>

/** Quantiles of one kind of wait, in milliseconds (Hyndman–Fan type 7). What n does not carry is refused by name. */
export const distribution = z.strictObject({
  n: count,
  minMs: z.number().exactOptional(),
  p50Ms: z.number().exactOptional(),
  p95Ms: z.number().exactOptional(),
  p99Ms: z.number().exactOptional(),
  maxMs: z.number().exactOptional(),
  p50Interval: interval.exactOptional(),
  p95Interval: interval.exactOptional(),
  p99Interval: interval.exactOptional(),
  /** Number of instances behind n, where samples of one instance are correlated (warm). */
  instances: count.exactOptional(),
  /** Number of bursts behind n: cold starts of one burst share a moment. */
  bursts: count.exactOptional(),
  /** Why a figure is missing: `{ p95Ms: 'needs 20 samples, has 10' }`. */
  refused: z.record(z.string(), z.string()).exactOptional(),
})
export type Distribution = z.infer<typeof distribution>

/** Cold starts of one target, brought about in one way; the ways are never pooled. */
export const coldSummary = z.strictObject({
  coldBy,
  plannedIdleMs: z.number().exactOptional(),
  /** Real idle time before them, ms; left out where none of them followed another reply. */
  idleMs: z.strictObject({ min: z.number(), median: z.number(), max: z.number() }).exactOptional(),
  intended: count,
  /** Observed cold of those intended; `prewarmed` and `alive` (met a live instance) are the rest. */
  observed: count,
  prewarmed: count,
  alive: count,
  unknown: count,
  errors: count,
  /** How many of `observed` were inferred from latency. */
  inferred: count,
  wait: distribution,
  /** Waits of every reply that was meant to be cold, whatever it was; only where the temperature of some is not known. */
  waitAsIntended: distribution.exactOptional(),
  total: distribution.exactOptional(),
  /** Of the median sample, not a sum of medians. */
  breakdown: breakdown.exactOptional(),
  /** Lambda: init + first handler, the platform's own words, never init alone. */
  initAndHandler: distribution.exactOptional(),
})
export type ColdSummary = z.infer<typeof coldSummary>

export const penalty = z.strictObject({
  coldBy,
  plannedIdleMs: z.number().exactOptional(),
  /** Cold median − warm median, ms. */
  medianDifferenceMs: z.number(),
  /** From the order-statistic intervals of both medians: at least 95 % whatever the shapes. */
  medianDifferenceInterval: interval.exactOptional(),
  /** Hodges–Lehmann shift, ms, with its interval. */
  shiftMs: z.number().exactOptional(),
  shiftInterval: interval.exactOptional(),
})

/** How long an idle instance is kept, from probes after idle periods (Turnbull's NPMLE), ms. */
export const keepAlive = z.strictObject({
  n: count,
  /** Probes that met a live instance. */
  alive: count,
  /** The survival curve drops by `mass` between `afterMs` and `untilMs`; without `untilMs`: not yet. */
  curve: z.array(
    z.strictObject({ afterMs: z.number(), untilMs: z.number().exactOptional(), mass: z.number() }),
  ),
  /** Shortest idle period after which at least half were gone; left out if that was not reached. */
  medianMs: z.number().exactOptional(),
  gone95Ms: z.number().exactOptional(),
})

export const summary = z.strictObject({
  /** Target id, or the group its replicas share. */
  target: z.string(),
  provider: z.string(),
  platform: z.enum(['local', 'cloud', 'url']),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  cold: z.array(coldSummary),
  warm: distribution,
  /** How many of `warm` were inferred: the function is silent, and they followed a reply by milliseconds. */
  warmInferred: count.exactOptional(),
  /** Warm-intended invocations that met a new instance: kept as unplanned colds. */
  unplannedCold: count,
  penalties: z.array(penalty),
  /** Only where instances were met alive after an idle period, or idle periods of several lengths were tried. */
  keepAlive: keepAlive.exactOptional(),
  /** Median of TCP connect times, ms. */
  roundTripMs: z.number().exactOptional(),
  invocations: count,
  unknown: count,
  errors: z.record(z.string(), count),
})
export type Summary = z.infer<typeof summary>

/** Two targets, cold against cold: the ratio of waits (a ÷ b) with its interval. */
export const comparison = z.strictObject({
  a: z.string(),
  b: z.string(),
  coldBy: coldBy.exactOptional(),
  /** Left out where the two sides were idle for different periods; `parity` then says so. */
  plannedIdleMs: z.number().exactOptional(),
  temperature: z.enum(['cold', 'warm']),
  nA: count,
  nB: count,
  ratio: z.number().exactOptional(),
  ratioInterval: interval.exactOptional(),
  p: z.number().exactOptional(),
  /** Holm-adjusted over all pairs of this result. */
  pAdjusted: z.number().exactOptional(),
  cliffsDelta: z.number().exactOptional(),
  verdict: z.enum(['a-faster', 'b-faster', 'no-difference-shown', 'not-enough-data']),
  /** Known asymmetries between the two, or the words that none is known. */
  parity: z.array(z.string()),
})
export type Comparison = z.infer<typeof comparison>

/** From one function of the user's own to another of the same run: ratio of cold waits (after ÷ before), paired by round. */
export const change = z.strictObject({
  before: z.string(),
  after: z.string(),
  coldBy,
  /** Left out where the two sides were idle for different periods. */
  plannedIdleMs: z.number().exactOptional(),
  /** In which both sides were cold; the pairs. */
  rounds: count,
  /** In which one side was not. */
  unpaired: count,
  /** Hodges–Lehmann estimate of the rounds' log ratios. */
  ratio: z.number(),
  /** Left out below 6 rounds, where no 95 % interval exists. */
  ratioInterval: interval.exactOptional(),
  /** Two-sided, of the Wilcoxon signed-rank test. */
  p: z.number().exactOptional(),
  /** After Holm, where the run has several changes. */
  pAdjusted: z.number().exactOptional(),
  /** Why there is neither interval nor p, where enough rounds would give them. */
  reason: z.string().exactOptional(),
})
export type Change = z.infer<typeof change>

/** One test that any of three or more targets differ, before the pairs are looked at (Kruskal–Wallis). */
export const omnibusTest = z.strictObject({
  coldBy,
  plannedIdleMs: z.number().exactOptional(),
  targets: z.array(z.string()),
  h: z.number(),
  df: count,
  p: z.number(),
})
export type OmnibusTest = z.infer<typeof omnibusTest>

export const budgetVerdict = z.strictObject({
  /** As it was typed; one that names no target gives a verdict for each. */
  budget: z.string(),
  target: z.string().exactOptional(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  expected: z.string(),
  /** What `found` is held against, in `unit`. */
  limit: z.number().exactOptional(),
  found: z.number().exactOptional(),
  unit: z.enum(['ms', 'ratio']).exactOptional(),
  interval: interval.exactOptional(),
  n: count,
  /** Only where both sides were measured in the same rounds, and n counts pairs: rounds that are in no pair. */
  unpaired: count.exactOptional(),
  /** Recorded runs of a baseline that the prediction interval is made of. */
  runs: count.exactOptional(),
  /** About how many samples a side would decide, when inconclusive. */
  nNeeded: count.exactOptional(),
  reason: z.string().exactOptional(),
  /** What the verdict cannot say, whatever it is: one run against one run, a baseline from elsewhere. */
  caveat: z.string().exactOptional(),
})
export type BudgetVerdict = z.infer<typeof budgetVerdict>

export const warning = z.strictObject({
  code: z.string(),
  message: z.string(),
  target: z.string().exactOptional(),
})
export type Warning = z.infer<typeof warning>

/** What a run found, with every sample; what is published of it is in result-document.ts. */
export const result = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  tool: z.strictObject({ name: z.literal('coldstart'), version: z.string() }),
  run: z.strictObject({
    id: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().exactOptional(),
    status: z.enum(['finished', 'unfinished']),
    seed: z.int(),
    decision: runDecision.exactOptional(),
    loopDelay: z.strictObject({ p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number() }).exactOptional(),
  }),
  environment,
  config: z.record(z.string(), z.unknown()),
  targets: z.array(target),
  /** What its ways of getting cold are; left out where the run did not record it. */
  ways: z.array(wayFacts).exactOptional(),
  /** Which wait is compared: always `waitMs`, and the result says so. */
  metric: z.literal('waitMs'),
  summaries: z.array(summary),
  comparisons: z.array(comparison),
  /** Only where two functions of the user's own were measured under one contract. */
  changes: z.array(change).exactOptional(),
  /** Only where three or more targets were brought cold in one way. */
  omnibus: z.array(omnibusTest).exactOptional(),
  budgets: z.array(budgetVerdict),
  warnings: z.array(warning),
  /** What figures and verdicts are made of. */
  waits: z.array(measuredWaits),
  /** Whole; empty where only figures were asked for. */
  samples: z.array(sample),
})
export type Result = z.infer<typeof result>
