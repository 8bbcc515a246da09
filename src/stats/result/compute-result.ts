import type { Result } from '../../core/result.ts'
import type { RunFile } from '../../core/run-file.ts'
import type { ObservedTemperature, Sample } from '../../core/sample.ts'
import { ResultBuilder, type ResultOptions } from './result-builder.ts'
import { groupNames, type TargetGroup } from './target-group.ts'

export type { ResultOptions } from './result-builder.ts'

/**
 * Computes the result of a run file: summaries per target group and way of getting cold, comparisons, warnings, waits,
 * samples with what was inferred of them. Pure; the same file gives the same result.
 * @throws ColdstartError `not-a-number` when the file holds what is not a measurement
 */
export function computeResult(runFile: RunFile, options: ResultOptions = {}): Result {
  const { result, groups } = builderOf(runFile, options).build()
  return { ...result, samples: annotateSamples(runFile.samples, groups, groupNames(runFile.header.targets)) }
}

/** What a result is built of, with all that a run file holds. */
function builderOf({ header, samples, notes, footer }: RunFile, options?: ResultOptions): ResultBuilder {
  const builder = new ResultBuilder(header, options)
  for (const sample of samples) builder.addSample(sample)
  for (const note of notes) builder.addNote(note)
  if (footer) builder.addFooter(footer)
  return builder
}

/**
 * The samples as the result shows them: temperatures that were inferred, outliers flagged. The run file
 * keeps them as they were measured.
 * @param nameOf target id → group
 */
function annotateSamples(
  samples: readonly Sample[],
  groups: readonly TargetGroup[],
  nameOf: ReadonlyMap<string, string>,
): Sample[] {
  return samples.map(annotator(rowNotes(groups), nameOf))
}

/** What a group knows of its samples that they do not say themselves. */
export interface RowNotes {
  /** Of the row in the group's table, where its temperature was inferred. */
  readonly inferredAt: (row: number) => ObservedTemperature | undefined
  readonly outliers: ReadonlySet<number>
}

/** The notes of each group by its name: all that is kept of the tables while samples are read a second time. */
export function rowNotes(groups: readonly TargetGroup[]): ReadonlyMap<string, RowNotes> {
  return new Map(groups.map((group) => [group.name, notesOf(group)]))
}

function notesOf({ table, outliers }: TargetGroup): RowNotes {
  const { kinds } = table
  if (!kinds.some(({ inferred }) => inferred)) return { inferredAt: () => undefined, outliers }
  const kindIndexes = new Uint32Array(table.rows)
  for (let row = 0; row < table.rows; row++) kindIndexes[row] = table.kindIndexAt(row)
  const inferredAt = (row: number) => {
    const kind = kinds[kindIndexes[row] as number]
    return kind?.inferred ? kind.observed : undefined
  }
  return { inferredAt, outliers }
}

/** The same for one sample after the other, in the order of the run. */
export function annotator(
  notes: ReadonlyMap<string, RowNotes>,
  nameOf: ReadonlyMap<string, string>,
): (sample: Sample) => Sample {
  const byName = new Map([...notes].map(([name, group]) => [name, { group, row: 0 }]))
  return (sample) => {
    const place = byName.get(nameOf.get(sample.target) ?? '')
    return place ? annotate(sample, place.group, place.row++) : sample
  }
}

function annotate(sample: Sample, { inferredAt, outliers }: RowNotes, row: number): Sample {
  const observed = sample.inferred === true ? undefined : inferredAt(row)
  const isOutlier = outliers.has(row)
  if (observed === undefined && !isOutlier) return sample
  return {
    ...sample,
    ...(observed === undefined ? {} : { observed, evidence: 'latency' as const, inferred: true as const }),
    ...(isOutlier ? { flags: [...new Set([...(sample.flags ?? []), 'outlier'])] } : {}),
  }
}
