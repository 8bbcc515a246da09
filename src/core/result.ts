import { z } from 'zod'
import { measuredWaits } from './measured-waits.ts'
import { environment, runDecision, runPart } from './run-file.ts'
import { coldBy, type Sample, sample, wayFacts } from './sample.ts'
import { RESULT_SCHEMA_VERSION } from './schema-versions.ts'
import { interval, summary } from './summary.ts'
import { target } from './target.ts'

const count = z.int().nonnegative()

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
/** Two targets, cold against cold: the ratio of waits (a ÷ b) with its interval. */
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
/** The change from one function of the user's own to another, in rounds of one run. */
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
/** One test that any of three or more targets differ. */
export type OmnibusTest = z.infer<typeof omnibusTest>

/** A budget and what became of it: what was expected, what was found, and what that rests on. */
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
/** A budget and its verdict: pass, fail or inconclusive, with what was found and what it rests on. */
export type BudgetVerdict = z.infer<typeof budgetVerdict>

/** What a reader must know before believing the figures, of one target or of the whole run. */
export const warning = z.strictObject({
  code: z.string(),
  message: z.string(),
  target: z.string().exactOptional(),
})
/** What a reader must know before believing the figures. */
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
  /** Of a merged run that of its first part. */
  environment,
  /** Only of a merged run: the runs that it is made of, each with its own environment. */
  parts: z.array(runPart).exactOptional(),
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
/**
 * What a run found: summaries, comparisons, budgets and warnings, with every sample. results/schema.v2.json
 * describes the document.
 */
export type Result = z.infer<typeof result>

/** A result, and its samples one by one where they are wanted, each time that they are asked for. */
export interface SampledResult {
  readonly result: Result
  readonly samples?: () => Iterable<Sample> | AsyncIterable<Sample>
}
