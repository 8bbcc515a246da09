import { z } from 'zod'
import { deployment } from './deployment.ts'
import { sample, wayFacts } from './sample.ts'
import { RUN_FILE_VERSION } from './schema-versions.ts'
import { interval } from './summary.ts'
import { target } from './target.ts'

/** What would let a stranger repeat the run. */
export const environment = z.strictObject({
  node: z.string(),
  os: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cpus: z.int().positive(),
  memoryMb: z.number().positive(),
  /** Where the client sits, if the user said so. */
  location: z.string().exactOptional(),
  gitCommit: z.string().exactOptional(),
  /** As CI or git names it; left out where no branch is checked out. */
  gitBranch: z.string().exactOptional(),
  /** Whether files beside results/ and .coldstart/ differ from the commit. */
  gitDirty: z.boolean().exactOptional(),
  ci: z.string().exactOptional(),
  /** How a local function was run: `aws-lambda-ric 4.0.2`, `coldstart runtime client`, … per provider. */
  runtimes: z.record(z.string(), z.string()).exactOptional(),
  /** What each local function got of the CPU, and how that was kept; `off` where it had this machine's. */
  cpuShares: z.record(z.string(), z.string()).exactOptional(),
  /** Which pages were dropped from memory before each cold start of a local function; left out where none were. */
  coldDisks: z.record(z.string(), z.string()).exactOptional(),
  /** Versions of the provider APIs that were spoken. */
  providerApis: z.record(z.string(), z.string()).exactOptional(),
})
/** The machine and place that a run was made on: what a stranger needs to repeat it. */
export type Environment = z.infer<typeof environment>

const loopDelay = z.strictObject({ p50Ms: z.number(), p99Ms: z.number(), maxMs: z.number() })

/** One of the runs that a merged run is made of, as its own header and footer tell it. */
export const runPart = z.strictObject({
  /** What its targets have behind their names: `fra` of `lambda@fra`. */
  name: z.string().min(1),
  run: z.string().min(1),
  startedAt: z.iso.datetime(),
  /** Left out where one run has them all at once, by its workers. */
  finishedAt: z.iso.datetime().exactOptional(),
  seed: z.int(),
  label: z.string().exactOptional(),
  environment,
  loopDelay: loopDelay.exactOptional(),
})
/** One of the runs that a merged run is made of. */
export type RunPart = Readonly<z.infer<typeof runPart>>

/** The first line of a run file: what the run is, what it measures, where and with which settings. */
export const runHeader = z.strictObject({
  type: z.literal('header'),
  schemaVersion: z.literal(RUN_FILE_VERSION),
  tool: z.strictObject({ name: z.literal('coldstart'), version: z.string() }),
  run: z.string().min(1),
  startedAt: z.iso.datetime(),
  seed: z.int(),
  /** The whole configuration as it was resolved, without secrets; a resumed run reads its plan from it. */
  config: z.record(z.string(), z.unknown()),
  /** Of a merged run that of its first part. */
  environment,
  /** Only of a merged run. */
  parts: z.array(runPart).exactOptional(),
  targets: z.array(target),
  deployments: z.array(deployment).exactOptional(),
  /** The ways of getting cold that its plan has. */
  ways: z.array(wayFacts).exactOptional(),
})
/** The first line of a run file: settings, targets and environment of the run. */
export type RunHeader = z.infer<typeof runHeader>

/** Something that happened to the run and is not a sample: resumed, slept, clock jumped, network away. */
export const runNote = z.strictObject({
  type: z.literal('note'),
  at: z.iso.datetime(),
  kind: z.string(),
  message: z.string(),
  target: z.string().exactOptional(),
})
/** Something that happened to the run and is not a sample. */
export type RunNote = z.infer<typeof runNote>

/** The line of one sample in a run file. */
export const sampleLine = z.strictObject({ type: z.literal('sample'), sample })

/** Where a run with `--until-decided` looked at itself last, and what its intervals must be for that. */
export const runDecision = z.strictObject({
  /** In which every way of getting cold had its turn. */
  rounds: z.int().nonnegative(),
  /** Of the longest run. */
  most: z.int().nonnegative(),
  looks: z.int().positive(),
  /** Of the intervals that the budgets are judged by. */
  confidence: z.number(),
})
/** Where a run with `--until-decided` looked at itself last. */
export type RunDecision = Readonly<z.infer<typeof runDecision>>

/** What a list of runs shows of one function brought cold in one way. */
const runFigure = z.strictObject({
  target: z.string(),
  coldBy: z.string(),
  plannedIdleMs: z.number().exactOptional(),
  n: z.int().nonnegative(),
  p50Ms: z.number(),
  /** Left out where n carries none, and in files from before it was kept. */
  p50Interval: interval.exactOptional(),
  /** Median idle period before them, ms, where none was planned. */
  idleMs: z.number().exactOptional(),
})
/** The median of one function brought cold in one way, as a list of runs shows it. */
export type RunFigure = Readonly<z.infer<typeof runFigure>>

/** A run with no footer is unfinished and can be resumed. */
export const runFooter = z.strictObject({
  type: z.literal('footer'),
  finishedAt: z.iso.datetime(),
  samples: z.int().nonnegative(),
  /** How many of them failed; files from before this was counted leave it out. */
  errors: z.int().nonnegative().exactOptional(),
  decision: runDecision.exactOptional(),
  /** Medians of the cold starts, for lists of runs. */
  figures: z.array(runFigure).exactOptional(),
  /** Event-loop delay of the probe's thread over the run, ms. */
  loopDelay: loopDelay.exactOptional(),
})
/** The last line of a finished run's file. */
export type RunFooter = z.infer<typeof runFooter>

/** One line of a run file, told apart by its `type`. */
export const runLine = z.discriminatedUnion('type', [runHeader, sampleLine, runNote, runFooter])
/** One line of a run file: header, sample, note or footer. */
export type RunLine = z.infer<typeof runLine>

/** A run file as it was read: the truth from which everything a person reads is computed. */
export interface RunFile {
  readonly header: RunHeader
  readonly samples: readonly z.infer<typeof sample>[]
  readonly notes: readonly RunNote[]
  readonly footer?: RunFooter
}
