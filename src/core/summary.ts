import { z } from 'zod'
import { coldBy, instanceReads } from './sample.ts'
import { breakdown, queueMoments } from './wait-parts.ts'

const count = z.int().nonnegative()

/** An interval with the coverage it really has; a bound that is not attainable at that n is left out. */
export const interval = z.strictObject({
  lower: z.number().exactOptional(),
  upper: z.number().exactOptional(),
  /** Achieved coverage, at least the nominal 0.95. */
  coverage: z.number(),
})
/** An interval with the coverage that it really has; a bound that n is too small for is left out. */
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
/**
 * Quantiles of one kind of wait, in ms (Hyndman–Fan type 7). A figure that n is too small for is left out, with
 * the reason.
 */
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
  /** Medians of what they read before their first reply; only where pages are dropped before (`--cold-disk`). */
  reads: instanceReads.exactOptional(),
})
/** Cold starts of one target, brought about in one way. */
export type ColdSummary = z.infer<typeof coldSummary>

/** What a cold start costs beside a warm invocation, for one way of getting cold. */
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

/** Medians of the moments of invocations that a queue triggered, each moment by itself, ms after enqueuing began. */
const queueSummary = z.strictObject({
  cold: queueMoments.exactOptional(),
  warm: queueMoments.exactOptional(),
})

/** What was found of one target, or of the replicas of one group. */
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
  /** Only where a queue triggered the function. */
  queue: queueSummary.exactOptional(),
  /** Median of TCP connect times, ms. */
  roundTripMs: z.number().exactOptional(),
  invocations: count,
  unknown: count,
  errors: z.record(z.string(), count),
})
/**
 * What was found of one target: cold starts by way, warm invocations, the penalty (cold − warm), errors and
 * reports.
 */
export type Summary = z.infer<typeof summary>
