import { z } from 'zod'
import { breakdown, queueMoments } from './wait-parts.ts'

/** What an invocation was meant to be. Never merged with what was observed. */
export const intendedTemperature = z.enum(['cold', 'warm'])
/** What an invocation was meant to be. */
export type IntendedTemperature = z.infer<typeof intendedTemperature>

/**
 * What an invocation turned out to be. `prewarmed`: the first invocation of an instance whose
 * initialisation ended before the request was sent. `unknown` is said rather than guessed.
 */
export const observedTemperature = z.enum(['cold', 'prewarmed', 'warm', 'unknown'])
/** What an invocation turned out to be. */
export type ObservedTemperature = z.infer<typeof observedTemperature>

/** How a cold start was brought about: the name of a way, such as `idle` or `evict`. The ways are never pooled. */
export const coldBy = z.string().min(1)
/** The name of a way of getting cold. */
export type ColdBy = z.infer<typeof coldBy>

/** What a reader of a run must know of a way of getting cold; the run carries it, so that readers need no list of ways. */
export const wayFacts = z.strictObject({
  /** As in a sample's `coldBy`. */
  name: coldBy,
  /** What a sentence about such cold starts adds: `when forced`; empty where nothing needs to be said. */
  phrase: z.string(),
  /** One sample a deployment: shown only where there is no other way. */
  isOnce: z.literal(true).exactOptional(),
  /** Each sample is a look at an instance left idle, and says something about how long one is kept. */
  isLook: z.literal(true).exactOptional(),
  /** The samples of one visit are sent at once and are not independent of each other. */
  isCluster: z.literal(true).exactOptional(),
  /** What to do when too few of the invocations were cold. */
  remedy: z.string().exactOptional(),
})
/** What a reader of a run must know of a way of getting cold. */
export type WayFacts = Readonly<z.infer<typeof wayFacts>>

/**
 * What an observed temperature rests on: the platform's word for the request, the function's own report, its latency
 * (then it is inferred), or nothing.
 */
export const evidenceKind = z.enum(['platform', 'instance', 'latency', 'none'])
/** What an observed temperature rests on. */
export type EvidenceKind = z.infer<typeof evidenceKind>

/** Where a request failed, or who failed it. */
export const sampleErrorKind = z.enum([
  'dns',
  'connect',
  'tls',
  'timeout',
  'reset',
  'status',
  'protocol',
  'platform',
  'function',
  'throttled',
  /** This machine, not the platform, spoilt it: it slept, stood still, or its clock was set. */
  'client',
  /** Handed to a worker that ended: it is not known whether it was sent, and it is not sent again. */
  'void',
])
/** Where a request failed, or who failed it. */
export type SampleErrorKind = z.infer<typeof sampleErrorKind>

const ms = z.number().nonnegative()
const count = z.int().nonnegative()

/** Client-side phases in milliseconds; `waitMs` is request written → first response byte. */
export const phases = z.strictObject({
  dnsMs: ms.exactOptional(),
  connectMs: ms.exactOptional(),
  tlsMs: ms.exactOptional(),
  sendMs: ms.exactOptional(),
  waitMs: ms.exactOptional(),
  downloadMs: ms.exactOptional(),
  totalMs: ms.exactOptional(),
})
/** How long the parts of a request took, as the client saw them, ms. */
export type Phases = z.infer<typeof phases>

/** What a process has read from its start to its first reply, as Linux counts it (proc_pid_io(5)). */
export const instanceReads = z.strictObject({
  /** Bytes that came from the disk: for read calls, for what is mapped, and what was read ahead. */
  diskBytes: count,
  /** Bytes and number of its read calls, whether from the disk, from memory or from a socket. */
  bytes: count,
  calls: count,
})
/** What a process has read from its start to its first reply. */
export type InstanceReads = Readonly<z.infer<typeof instanceReads>>

/** What the function says about the instance that served the request. */
export const instanceReport = z.strictObject({
  id: z.string().min(1),
  invocation: z.int().positive(),
  bootMs: ms.exactOptional(),
  loadMs: ms.exactOptional(),
  handlerMs: ms.exactOptional(),
  startedAt: z.iso.datetime().exactOptional(),
  /** Age of the process when the report was written, by its own monotonic clock: needs no agreement of two wall clocks. */
  ageMs: ms.exactOptional(),
  memoryMb: ms.exactOptional(),
  region: z.string().exactOptional(),
  runtime: z.string().exactOptional(),
  /** How many environments of the local engine worked at once meanwhile, where they were more than this machine has cores. */
  competing: z.int().positive().exactOptional(),
  /** Only of the first invocation where its pages were dropped before (`--cold-disk`). */
  reads: instanceReads.exactOptional(),
  /**
   * `function`: the function's own words; `wrapper`: by what was put around it in the package; `engine`: taken by the
   * local engine from outside.
   */
  reportedBy: z.enum(['function', 'wrapper', 'engine']).exactOptional(),
})
/** What the function says about the instance that served the request. */
export type InstanceReport = z.infer<typeof instanceReport>

/** What the platform says about this very request: Lambda's REPORT line, an edge's headers. */
export const platformReport = z.strictObject({
  initMs: ms.exactOptional(),
  restoreMs: ms.exactOptional(),
  durationMs: ms.exactOptional(),
  billedMs: ms.exactOptional(),
  memoryMb: ms.exactOptional(),
  maxMemoryMb: ms.exactOptional(),
  requestId: z.string().exactOptional(),
  /** Lambda's initializationType: on-demand, provisioned-concurrency, snap-start, … */
  initialization: z.string().exactOptional(),
  /** `timeout` where an init ran into its limit and was repeated inside this invocation. */
  initStatus: z.literal('timeout').exactOptional(),
  /** The point of presence that took the request: `fra1`. */
  edge: z.string().exactOptional(),
  /** Where the function ran, by the platform's word for this request. */
  region: z.string().exactOptional(),
  /** The platform's headers about this request as they came: `cf-ray`, `server-timing`. */
  headers: z.record(z.string(), z.string()).exactOptional(),
})
/** What the platform says about a request. */
export type PlatformReport = z.infer<typeof platformReport>

/** The schema of a sample: one invocation, what it was meant to be and what was seen of it. */
export const sample = z.strictObject({
  id: z.string().min(1),
  target: z.string().min(1),
  round: count,
  vantage: z.string().exactOptional(),
  intended: intendedTemperature,
  coldBy: coldBy.exactOptional(),
  /** Real idle time before the request was sent, from the end of the target's last reply. */
  idleMs: ms.exactOptional(),
  /** The idle period that was planned, when it differs in kind from what happened. */
  plannedIdleMs: ms.exactOptional(),
  /** How long after its due time it was sent, by the clock of Redis; only of a worker's. */
  lateMs: ms.exactOptional(),
  observed: observedTemperature,
  evidence: evidenceKind,
  /** True where `observed` was inferred from latency, not proven. */
  inferred: z.literal(true).exactOptional(),
  /** Platform and instance disagree: what each of them says, kept and shown. */
  conflict: z.strictObject({ platform: observedTemperature, instance: observedTemperature }).exactOptional(),
  startedAt: z.iso.datetime(),
  connection: z.enum(['fresh', 'kept']),
  localPort: z.int().positive().exactOptional(),
  remoteAddress: z.string().exactOptional(),
  phases,
  breakdown: breakdown.exactOptional(),
  queue: queueMoments.exactOptional(),
  instance: instanceReport.exactOptional(),
  platform: platformReport.exactOptional(),
  http: z.strictObject({ status: count, version: z.string(), bytes: count }).exactOptional(),
  /** outlier, loop-delay, slept, first-warm, proxied, … */
  flags: z
    .array(z.string())
    .meta({
      description:
        "outlier, loop-delay, slept, first-warm; proxied: through a proxy, by --through-proxy; cold-disk: it had to read from this machine's disk",
    })
    .exactOptional(),
  error: z.strictObject({ kind: sampleErrorKind, message: z.string() }).exactOptional(),
})

/** One invocation as it is written to the run file: immutable, durations in ms, times in ISO 8601 UTC. */
export type Sample = Readonly<z.infer<typeof sample>>
