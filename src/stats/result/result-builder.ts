import type { MeasuredWaits } from '../../core/measured-waits.ts'
import type { Change, Result } from '../../core/result.ts'
import type { RunFile, RunFooter, RunHeader, RunNote } from '../../core/run-file.ts'
import type { Sample } from '../../core/sample.ts'
import { RESULT_SCHEMA_VERSION } from '../../core/schema-versions.ts'
import type { Target } from '../../core/target.ts'
import { PRACTICAL_THRESHOLD } from '../compare-samples.ts'
import { changeSides } from './change-sides.ts'
import { findChanges } from './changes.ts'
import { compareGroups, testAllGroups } from './comparisons.ts'
import { decisionConfidence } from './decision-confidence.ts'
import { expandWaits, waitsOfGroups } from './measured-waits.ts'
import type { AddAlike } from './sample-table.ts'
import { GroupTables, summariseGroup, type TargetGroup } from './target-group.ts'
import { collectWarnings } from './warnings.ts'

/** What a result depends on beside its run. */
export interface ResultOptions {
  /** Ratios nearer to 1 than this share are no difference in practice; 0.05 is 5 %. */
  readonly practicalThreshold?: number
}

/** A result without samples, and the groups that it was computed from. */
export interface BuiltResult {
  readonly result: Result
  readonly groups: TargetGroup[]
}

/**
 * Computes a result sample by sample, for runs too long to hold: a sample costs 36 bytes, and 60 more when
 * it was cold. The samples themselves are not in the result.
 */
export class ResultBuilder {
  readonly #header: RunHeader
  readonly #options: ResultOptions
  readonly #targets: Target[]
  /** What was measured so far, for whoever asks while a run goes on. */
  readonly tables: GroupTables
  readonly #notes: RunNote[] = []
  #footer: RunFooter | undefined
  #samples = 0
  #groups: TargetGroup[] | undefined

  constructor(header: RunHeader, options: ResultOptions = {}) {
    this.#header = header
    this.#options = options
    this.#targets = withPackageHashes(header)
    this.tables = new GroupTables(this.#targets)
  }

  addSample(sample: Sample): void {
    this.#samples++
    this.#groups = undefined
    this.tables.add(sample)
  }

  /** As `SampleTable.adder`. */
  adder(like: Sample): AddAlike {
    const add = this.tables.adder(like)
    return (round, waitMs, instance) => {
      this.#samples++
      this.#groups = undefined
      add(round, waitMs, instance)
    }
  }

  addNote(note: RunNote): void {
    this.#notes.push(note)
  }

  addFooter(footer: RunFooter): void {
    this.#footer = footer
  }

  /**
   * What the samples so far come to, with temperatures inferred; collected once for the same samples.
   * @throws ColdstartError `not-a-number`
   */
  groups(): TargetGroup[] {
    this.#groups ??= this.tables.collect(this.#header.ways)
    return this.#groups
  }

  /**
   * May be asked again when more was added.
   * @throws ColdstartError `not-a-number` when the run holds what is not a measurement
   */
  build(): BuiltResult {
    const header = this.#header
    const groups = this.groups()
    const summaries = groups.map(summariseGroup)
    const omnibus = testAllGroups(groups)
    const threshold = this.#options.practicalThreshold ?? PRACTICAL_THRESHOLD
    const { untilCi } = header.config
    const facts = {
      footer: this.#footer,
      notes: this.#notes,
      samples: this.#samples,
      ...(typeof untilCi === 'number' ? { untilCi } : {}),
    }
    const waits = waitsOfGroups(groups)
    const run = describeRun(header, this.#footer)
    const changes = changesOf({ ...header, run }, waits, groups)
    const result: Result = {
      schemaVersion: RESULT_SCHEMA_VERSION,
      tool: header.tool,
      run,
      environment: header.environment,
      ...(header.parts ? { parts: header.parts } : {}),
      config: header.config,
      targets: this.#targets,
      ...(header.ways ? { ways: header.ways } : {}),
      metric: 'waitMs',
      summaries,
      comparisons: compareGroups(groups, header, threshold),
      ...(changes.length > 0 ? { changes } : {}),
      ...(omnibus.length > 0 ? { omnibus } : {}),
      budgets: [],
      warnings: collectWarnings(facts, groups, summaries),
      waits,
      samples: [],
    }
    return { result, groups }
  }
}

function changesOf(
  { targets, config, run }: Pick<Result, 'targets' | 'config' | 'run'>,
  waits: readonly MeasuredWaits[],
  groups: readonly TargetGroup[],
): Change[] {
  const against = typeof config.against === 'string' ? { against: config.against } : {}
  const sides = changeSides(targets, against.against).flatMap(({ before, after }) => [before, after])
  const compared = new Set(sides.flatMap((side) => [...side.targets]))
  const colds = waits.filter(({ intended, target }) => intended === 'cold' && compared.has(target))
  const samples = [...expandWaits(colds, { startedAt: run.startedAt, connection: 'fresh' })]
  const confidence = decisionConfidence({ config, run })
  return findChanges({
    targets,
    samples,
    groups,
    ...against,
    ...(confidence !== undefined && { confidence }),
  })
}

function describeRun(header: RunHeader, footer: RunFooter | undefined): Result['run'] {
  return {
    id: header.run,
    startedAt: header.startedAt,
    ...(footer ? { finishedAt: footer.finishedAt } : {}),
    status: footer ? 'finished' : 'unfinished',
    seed: header.seed,
    ...(footer?.decision ? { decision: footer.decision } : {}),
    ...(footer?.loopDelay ? { loopDelay: footer.loopDelay } : {}),
  }
}

/** The hash of what was deployed becomes a fact of its targets, so that a result can say whether two are the same workload. */
function withPackageHashes({ targets, deployments = [] }: RunFile['header']): Target[] {
  return targets.map((target) => {
    const packageSha256 = deployments.find(({ id }) => id === target.deployment)?.packageSha256
    if (!packageSha256) return target
    const { facts } = target
    return { ...target, facts: { ...facts, parity: { ...facts?.parity, packageSha256 } } }
  })
}
