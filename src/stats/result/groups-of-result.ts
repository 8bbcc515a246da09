import type { Result } from '../../core/result.ts'
import { samplesOf } from './measured-waits.ts'
import type { TargetGroup } from './target-group.ts'
import { collectGroups } from './target-group.ts'

/** The groups behind a result, from its samples or waits (inferred temperatures stay as they are). */
export function groupsOfResult(result: Result): TargetGroup[] {
  return collectGroups(result.targets, samplesOf(result), result.ways)
}
