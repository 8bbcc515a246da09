import type { Sample } from '../../core/sample.ts'
import type { TargetGroup } from './target-group.ts'

/**
 * The samples as the result shows them: temperatures that were inferred, outliers flagged. The run file
 * keeps them as they were measured.
 * @param nameOf target id → group
 */
export function annotateSamples(
  samples: readonly Sample[],
  groups: readonly TargetGroup[],
  nameOf: ReadonlyMap<string, string>,
): Sample[] {
  return samples.map(annotator(groups, nameOf))
}

/** The same for one sample after the other, in the order of the run. */
export function annotator(
  groups: readonly TargetGroup[],
  nameOf: ReadonlyMap<string, string>,
): (sample: Sample) => Sample {
  const byName = new Map(groups.map((group) => [group.name, { group, row: 0 }]))
  return (sample) => {
    const place = byName.get(nameOf.get(sample.target) ?? '')
    return place ? annotate(sample, place.group, place.row++) : sample
  }
}

function annotate(sample: Sample, { table, outliers }: TargetGroup, row: number): Sample {
  const { observed, inferred } = table.kindAt(row)
  const isOutlier = outliers.has(row)
  const isNews = inferred && sample.inferred !== true
  if (!isNews && !isOutlier) return sample
  return {
    ...sample,
    ...(isNews ? { observed, evidence: 'latency' as const, inferred: true as const } : {}),
    ...(isOutlier ? { flags: [...new Set([...(sample.flags ?? []), 'outlier'])] } : {}),
  }
}
